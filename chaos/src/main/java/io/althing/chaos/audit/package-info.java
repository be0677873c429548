/** The audit log under load, and before verifiers that were written elsewhere. */
@NullMarked
package io.althing.chaos.audit;

import org.jspecify.annotations.NullMarked;
