/**
 * Signed checkpoints of the audit log: makes them, gathers the regions' cosignatures over C2SP tlog-witness, cosigns for its own region
 * and keeps the newest that the trust policy believes. Nothing of it enters the log.
 */
@NullMarked
package io.althing.checkpoint;

import org.jspecify.annotations.NullMarked;
