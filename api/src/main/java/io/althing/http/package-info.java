/**
 * The plumbing of a region's HTTP API: the server, how a request becomes a call on the registry, and how every refusal becomes a
 * problem document. What can be asked lies in {@code io.althing.resource}.
 */
@NullMarked
package io.althing.http;

import org.jspecify.annotations.NullMarked;
