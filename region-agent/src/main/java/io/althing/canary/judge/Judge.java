package io.althing.canary.judge;

import io.althing.canary.LookCounts;
import java.util.List;

/** Says after each look whether to roll back. Stateless: the same looks give the same opinion. */
public interface Judge {

    /** A short name for tables. */
    String name();

    /**
     * @param looks
     *            all looks so far, at least one
     */
    Opinion judge(List<LookCounts> looks);

    /**
     * What a judge thinks.
     *
     * @param rollback
     *            whether it would roll back
     * @param score
     *            the number it compared
     * @param reason
     *            in words
     */
    record Opinion(boolean rollback, double score, String reason) {}
}
