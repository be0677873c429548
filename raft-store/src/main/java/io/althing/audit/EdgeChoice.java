package io.althing.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The right edge of a tree, the hashes of its partial tiles: picks, level by level, computed or served ones so that the root comes out. */
final class EdgeChoice {
    private EdgeChoice() {}

    /** The hashes of each level's partial tile, level 0 first, that lead to the head's root; empty if no choice does. */
    static Optional<List<List<Hash>>> leadingTo(LogColumns columns, TreeHead head) {
        int levels = columns.levels();
        for (int choice = 0; choice < 1 << levels; choice++) {
            Optional<List<List<Hash>>> edges = edges(columns, levels, choice);
            if (edges.isPresent() && root(edges.get(), head.size()).equals(head.root())) {
                return edges;
            }
        }
        return Optional.empty();
    }

    /** Bit i of the choice set: level i as served; clear: as computed. */
    private static Optional<List<List<Hash>>> edges(LogColumns columns, int levels, int choice) {
        List<List<Hash>> edges = new ArrayList<>();
        for (int level = 0; level < levels; level++) {
            boolean served = (choice >> level & 1) == 1;
            Optional<List<Hash>> edge = served ? columns.servedEdge(level) : columns.computedEdge(level);
            if (edge.isEmpty()) {
                return Optional.empty();
            }
            edges.add(edge.get());
        }
        return Optional.of(edges);
    }

    private static Hash root(List<List<Hash>> edges, long size) {
        List<Hash> subtrees = new ArrayList<>();
        for (List<Hash> edge : edges.reversed()) {
            int at = 0;
            for (int length = Tile.FULL / 2; length > 0; length /= 2) {
                if ((edge.size() & length) != 0) {
                    subtrees.add(MerkleTree.rootOf(edge.subList(at, at + length)));
                    at += length;
                }
            }
        }
        return new CompactRange(size, subtrees).root();
    }
}
