package io.althing.replica;

import io.althing.store.DigestMark;
import java.util.List;

/** This node's replica, as far as comparing it goes. Any thread. */
public interface Replica {
    /** What it was at some recent indices, the newest among them. */
    List<DigestMark> recentDigests();

    /** Ends it: it serves nothing any more, and the process is told to end with the reason. */
    void fence(String why);
}
