/** Clients of a cluster that is being hurt, and observers of it. They stand outside, and write down what they were told. */
@NullMarked
package io.althing.chaos.workload;

import org.jspecify.annotations.NullMarked;
