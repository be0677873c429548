/** The steps of the demo's story, in order, and what they share. */
@NullMarked
package io.althing.demo.step;

import org.jspecify.annotations.NullMarked;
