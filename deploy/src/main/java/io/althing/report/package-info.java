/** Reports as documents to hand over. */
@NullMarked
package io.althing.report;

import org.jspecify.annotations.NullMarked;
