/** Users for the demo: held-out digits sent to each region's gateway at a steady pace, the true labels fed back a moment later. */
@NullMarked
package io.althing.demo.traffic;

import org.jspecify.annotations.NullMarked;
