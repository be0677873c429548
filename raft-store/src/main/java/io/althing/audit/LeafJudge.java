package io.althing.audit;

import java.util.List;
import java.util.Optional;

/** Names what is wrong in one bundle or its level-0 tile. */
final class LeafJudge {
    private final LogColumns.Pair pair;
    private final Optional<List<Hash>> truth;
    private final Findings findings;

    /** @param truth the proven leaf hashes, empty if nothing proves them */
    LeafJudge(LogColumns.Pair pair, Optional<List<Hash>> truth, Findings findings) {
        this.pair = pair;
        this.truth = truth;
        this.findings = findings;
    }

    void judge() {
        String path = pair.bundle().path();
        if (truth.isPresent()) {
            judgeEntries(truth.get(), "the tree has ");
            judgeTile(truth.get());
        } else {
            judgeUnproven(path);
        }
        if (!pair.problem().isEmpty()) {
            findings.add(new Finding.BundleDamaged(path, pair.problem()));
        }
    }

    /** In a bundle that breaks off, a false length shifts all that follows: only the first false entry is named. */
    private void judgeEntries(List<Hash> expected, String who) {
        List<Hash> leaves = pair.leaves();
        for (int i = 0; i < leaves.size(); i++) {
            if (!leaves.get(i).equals(expected.get(i))) {
                addEntry(i, "its leaf hash is " + leaves.get(i) + ", " + who + expected.get(i));
                if (!pair.problem().isEmpty()) {
                    return;
                }
            }
        }
        if (pair.breaksOff()) {
            addEntry(leaves.size(), "its length is false or its end is cut off");
        }
    }

    private void addEntry(int offset, String why) {
        findings.add(new Finding.EntryDamaged(pair.bundle().firstEntry() + offset, pair.bundle().path(), why));
    }

    private void judgeTile(List<Hash> expected) {
        LogColumns.Served served = pair.served();
        if (served.hashes().isEmpty()) {
            findings.add(new Finding.TileDamaged(served.tile().path(), served.problem()));
            return;
        }
        List<Hash> hashes = served.hashes().get();
        for (int i = 0; i < hashes.size(); i++) {
            if (!hashes.get(i).equals(expected.get(i))) {
                findings.add(new Finding.TileDamaged(served.tile().path(), "hash " + i + " is " + hashes.get(i)
                        + ", the tree has " + expected.get(i)));
                return;
            }
        }
    }

    private void judgeUnproven(String path) {
        LogColumns.Served served = pair.served();
        if (served.hashes().isPresent()) {
            judgeEntries(served.hashes().get(), "but " + served.tile().path() + " (not proven either) has ");
            findings.add(new Finding.TileDamaged(served.tile().path(),
                    "fits neither its entries nor a hash proven by the checkpoint"));
        } else {
            findings.add(new Finding.TileDamaged(served.tile().path(), served.problem()));
            findings.add(new Finding.BundleDamaged(path,
                    "its entries do not lead to the root, and the level-0 tile that would tell which are false is unreadable"));
        }
    }
}
