/**
 * What survives a loss of power: real files written by shipped code in a process of its own, which is killed; then every file loses what
 * had not been synced to disk when the process died.
 */
@NullMarked
package io.althing.chaos.power;

import org.jspecify.annotations.NullMarked;
