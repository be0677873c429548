package io.althing.store;

import io.althing.audit.HashReader;
import io.althing.audit.TreeHead;
import java.util.List;

/**
 * The audit log of one replica: bytes as they were appended and the hashes over them. Any thread; entries never change once they are
 * there. Never shows an entry above the commit index.
 */
public interface AuditReader extends HashReader {
    /** How many entries there are. */
    long size();

    /** Root and size as of now. */
    TreeHead head();

    /**
     * The bytes of entries {@code [from, from + limit)}, as many of them as exist.
     */
    List<byte[]> entries(long from, int limit);
}
