/** What the demo leaves behind: a file for programs and a page for people, self-contained, its charts drawn here. */
@NullMarked
package io.althing.demo.report;

import org.jspecify.annotations.NullMarked;
