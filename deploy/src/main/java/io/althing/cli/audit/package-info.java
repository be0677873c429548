/** {@code althing audit …}: the log, checked without trusting the region it comes from, and its entries for people who audit. */
@NullMarked
package io.althing.cli.audit;

import org.jspecify.annotations.NullMarked;
