/**
 * The command line: one class per noun, each command a few lines that ask a region's HTTP API and print the answer. Commands of
 * modules above this one join through {@link io.althing.cli.CommandProvider}.
 */
@NullMarked
package io.althing.cli;

import org.jspecify.annotations.NullMarked;
