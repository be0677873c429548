/**
 * The loop that carries plans out: on the leader only, fenced by its term, started by {@link io.althing.controller.ControllerLoop}.
 */
@NullMarked
package io.althing.controller;

import org.jspecify.annotations.NullMarked;
