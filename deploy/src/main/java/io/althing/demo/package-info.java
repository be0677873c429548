/**
 * The demo: one story, told by real processes and real models, each step of it held to what was promised. {@link io.althing.demo.Demo}
 * runs it; the steps are in {@code io.althing.demo.step}.
 */
@NullMarked
package io.althing.demo;

import org.jspecify.annotations.NullMarked;
