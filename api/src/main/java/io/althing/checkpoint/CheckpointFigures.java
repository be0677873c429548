package io.althing.checkpoint;

/**
 * How signing stands on a node.
 *
 * @param size entries under the newest believed checkpoint
 * @param cosignatures witnesses of the trust policy that cosigned it
 * @param lag entries here that no believed checkpoint covers yet
 * @param cosignedSize the size this region's cosigner signed last, if it is on this node; 0 otherwise
 * @param quorumReached whether the last checkpoint that was asked for got enough cosignatures
 */
public record CheckpointFigures(long size, int cosignatures, long lag, long cosignedSize, boolean quorumReached) {}
