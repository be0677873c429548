/** What can be asked of a region over HTTP: one class per noun, each binding operations of the OpenAPI document. */
@NullMarked
package io.althing.resource;

import org.jspecify.annotations.NullMarked;
