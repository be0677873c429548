/** A cluster as seen from outside: where it is, who one is to it, one small HTTP client, and its answers in words. */
@NullMarked
package io.althing.client;

import org.jspecify.annotations.NullMarked;
