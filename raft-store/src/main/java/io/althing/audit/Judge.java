package io.althing.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides, where entries and tiles disagree, which of them is false. The root proves the right edge of the tree, each proven hash
 * proves the tile below it, and a proven level-0 tile proves its entries; of two candidates at most one can lead to a proven hash.
 */
final class Judge {
    private final LogColumns columns;
    private final TreeHead head;
    private final Findings findings;

    Judge(LogColumns columns, TreeHead head, Findings findings) {
        this.columns = columns;
        this.head = head;
        this.findings = findings;
    }

    void judge() {
        Optional<List<List<Hash>>> edges = EdgeChoice.leadingTo(columns, head);
        if (edges.isEmpty()) {
            findings.add(
                    new Finding.CheckpointDamaged("neither the entries nor the tiles lead to its root " + head.root()
                            + " at size " + head.size()));
        }
        List<Optional<Hash>> above = List.of();
        for (int level = columns.levels() - 1; level > 0; level--) {
            Optional<List<Hash>> edge = edgeAt(edges, level);
            above = judgeLevel(level, above, edge);
        }
        judgeLeaves(above, edgeAt(edges, 0));
    }

    private static Optional<List<Hash>> edgeAt(Optional<List<List<Hash>>> edges, int level) {
        return edges.filter(list -> level < list.size()).map(list -> list.get(level));
    }

    /** Judges the tiles of a level and answers with its proven hashes. */
    private List<Optional<Hash>> judgeLevel(int level, List<Optional<Hash>> above, Optional<List<Hash>> edge) {
        List<Optional<Hash>> proven = new ArrayList<>();
        for (LogColumns.Served served : columns.tiles(level)) {
            Tile tile = served.tile();
            int first = (int) tile.firstHash();
            Optional<List<Hash>> below = LogColumns
                    .allKnown(columns.computed(level).subList(first, first + tile.width()));
            Optional<Hash> parent = tile.isFull() ? above.get((int) tile.index()) : Optional.empty();
            Optional<List<Hash>> truth = tile.isFull() ? choose(parent, below, served.hashes()) : edge;
            judgeTile(served, below, truth, parent.isPresent());
            proven.addAll(truth.map(known -> known.stream().map(Optional::of).toList())
                    .orElseGet(() -> Collections.nCopies(tile.width(), Optional.empty())));
        }
        return proven;
    }

    private static Optional<List<Hash>> choose(Optional<Hash> parent, Optional<List<Hash>> computed,
            Optional<List<Hash>> served) {
        if (computed.map(MerkleTree::rootOf).equals(parent)) {
            return computed;
        }
        return served.map(MerkleTree::rootOf).equals(parent) ? served : Optional.empty();
    }

    private void judgeTile(LogColumns.Served served, Optional<List<Hash>> below, Optional<List<Hash>> truth,
            boolean parentProven) {
        String path = served.tile().path();
        if (served.hashes().isEmpty()) {
            findings.add(new Finding.TileDamaged(path, served.problem()));
            return;
        }
        List<Hash> hashes = served.hashes().get();
        if (truth.isPresent()) {
            reportDifference(path, hashes, truth.get(), "the tree has ");
        } else if (below.isPresent() && !below.get().equals(hashes)) {
            reportDifference(path, hashes, below.get(), "what lies below gives ");
        } else if (parentProven) {
            findings.add(new Finding.TileDamaged(path, "does not lead to the hash of it in the tile above"));
        }
    }

    private void reportDifference(String path, List<Hash> hashes, List<Hash> truth, String who) {
        for (int i = 0; i < hashes.size(); i++) {
            if (!hashes.get(i).equals(truth.get(i))) {
                findings.add(new Finding.TileDamaged(path, "hash " + i + " is " + hashes.get(i) + ", " + who
                        + truth.get(i)));
                return;
            }
        }
    }

    private void judgeLeaves(List<Optional<Hash>> above, Optional<List<Hash>> edge) {
        Set<Long> judged = new HashSet<>();
        for (LogColumns.Pair pair : columns.unlike()) {
            judged.add(pair.bundle().index());
            boolean full = pair.bundle().width() == Tile.FULL;
            Optional<Hash> parent = full ? above.get((int) pair.bundle().index()) : Optional.empty();
            Optional<List<Hash>> truth = full
                    ? choose(parent, Optional.of(pair.leaves()).filter(leaves -> pair.problem().isEmpty()),
                            pair.served().hashes())
                    : edge;
            new LeafJudge(pair, truth, findings).judge();
        }
        findings.addUnlisted(columns.moreUnlike());
        for (int i = 0; i < above.size(); i++) {
            if (above.get(i).isPresent() && !above.get(i).equals(columns.computed(1).get(i)) && judged.add((long) i)) {
                findings.add(new Finding.BundleDamaged(new EntryBundle(i, Tile.FULL).path(),
                        "entries and level-0 tile agree with one another but not with the hash of them in the tile above"));
            }
        }
    }
}
