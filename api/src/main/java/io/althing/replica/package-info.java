/**
 * Keeps a replica that went wrong from doing harm: replicas compare what they have become, one that a majority contradicts fences itself,
 * and while no majority agrees nobody goes forward.
 */
@NullMarked
package io.althing.replica;

import org.jspecify.annotations.NullMarked;
