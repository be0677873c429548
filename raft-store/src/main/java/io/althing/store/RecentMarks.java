package io.althing.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The marks a replica passed at indices that every replica keeps, so that two that are not equally far can be compared. Any thread. */
final class RecentMarks {
    /** Every how many indices a mark is kept, and how many are. */
    static final int EVERY = 256;
    private static final int KEPT = 256;

    private final Deque<AppliedMark> marks = new ArrayDeque<>();

    synchronized void passed(AppliedMark mark) {
        if (mark.index() % EVERY == 0) {
            marks.addLast(mark);
            if (marks.size() > KEPT) {
                marks.removeFirst();
            }
        }
    }

    synchronized List<DigestMark> with(AppliedMark newest) {
        List<DigestMark> all = new ArrayList<>();
        marks.stream().filter(mark -> mark.index() < newest.index()).map(AppliedMark::digest).forEach(all::add);
        all.add(newest.digest());
        return all;
    }
}
