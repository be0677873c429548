/**
 * Named places in shipped code at which a drill can end a node's process. They are woven into the classes as they are loaded, in drilled
 * processes only: what ships holds no trace of them and has no switch for them.
 */
@NullMarked
package io.althing.chaos.failpoint;

import org.jspecify.annotations.NullMarked;
