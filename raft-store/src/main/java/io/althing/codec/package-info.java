/**
 * How the registry's values become bytes and come back: commands as protobuf in the log, state, audit entries and HTTP bodies
 * as JSON. Both mappings follow from the shape of the records; nothing is written down twice.
 */
@NullMarked
package io.althing.codec;

import org.jspecify.annotations.NullMarked;
