@NullMarked
package io.althing.registry;

import org.jspecify.annotations.NullMarked;
