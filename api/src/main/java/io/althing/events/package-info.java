/** What happened, as a stream: server-sent events in CloudEvents JSON, re-derived from the audit log. */
@NullMarked
package io.althing.events;

import org.jspecify.annotations.NullMarked;
