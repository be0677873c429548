/**
 * Policy files: YAML as people write it, checked against a published JSON Schema, completed from its profile and the defaults,
 * and read into the registry's records. Every fault of a file is named at once, with its line, field, value and remedy. A field
 * this build cannot honour is refused, never ignored.
 */
@NullMarked
package io.althing.policy;

import org.jspecify.annotations.NullMarked;
