package io.althing.chaos.arena;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** What one node sends to another. */
public record Link(String from, String to) {
    /** Both ways between two nodes. */
    public static Set<Link> between(String one, String other) {
        return Set.of(new Link(one, other), new Link(other, one));
    }

    /** Both ways between every node of one group and every node of another. */
    public static Set<Link> between(Collection<String> some, Collection<String> others) {
        Set<Link> links = new LinkedHashSet<>();
        for (String one : some) {
            for (String other : others) {
                if (!one.equals(other)) {
                    links.addAll(between(one, other));
                }
            }
        }
        return links;
    }

    /** From every node of one group to every node of another. */
    public static Set<Link> oneWay(Collection<String> some, Collection<String> others) {
        Set<Link> links = new LinkedHashSet<>();
        some.forEach(
                from -> others.stream().filter(to -> !to.equals(from)).forEach(to -> links.add(new Link(from, to))));
        return links;
    }
}
