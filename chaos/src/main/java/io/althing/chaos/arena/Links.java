package io.althing.chaos.arena;

import java.io.IOException;
import java.util.Set;

/** What nodes send each other, and how that is hurt. Clients reach every node whatever is done. Not thread-safe. */
public interface Links {
    /** The word for it in reports. */
    String name();

    /** Whether this can be done to a link here. */
    boolean can(LinkFault fault);

    /** Does it to the links, besides what was done before. */
    void apply(LinkFault fault, Set<Link> links) throws IOException;

    /** Undoes all that was done to links. */
    void heal() throws IOException;
}
