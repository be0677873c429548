/** Drill scripts: what people read and write, how one is run, and what is told of it. */
@NullMarked
package io.althing.chaos.script;

import org.jspecify.annotations.NullMarked;
