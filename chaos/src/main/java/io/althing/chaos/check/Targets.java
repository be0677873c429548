package io.althing.chaos.check;

import io.althing.chaos.history.History;
import io.althing.chaos.history.Line;
import io.althing.chaos.history.RolloutLine.Act;
import io.althing.chaos.history.RolloutLine.Gateway;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What regions were told to serve, in the order of the log, each event at the first moment at which a reader was given it. */
final class Targets {
    private final List<Act> acts;
    private final Map<Long, Long> indices = new HashMap<>();
    private final Map<String, List<Gateway>> gateways = new TreeMap<>();

    Targets(History history) {
        Map<String, Act> first = new LinkedHashMap<>();
        history.all(Act.class).forEach(
                act -> first.merge(act.position(), act, (one, other) -> one.at() <= other.at() ? one : other));
        this.acts = first.values().stream().sorted(Comparator.comparingLong(Act::auditIndex)
                .thenComparingInt(act -> Integer.parseInt(act.position().substring(act.position().indexOf('.') + 1))))
                .toList();
        history.all(Line.Entry.class).forEach(entry -> indices.put(entry.auditIndex(), entry.index()));
        history.all(Gateway.class).forEach(
                poll -> gateways.computeIfAbsent(poll.region(), region -> new ArrayList<>()).add(poll));
        gateways.values().forEach(polls -> polls.sort(Comparator.comparingLong(Gateway::called)));
    }

    /** Every act once, in the order of the log. */
    List<Act> acts() {
        return acts;
    }

    /** The acts of one type. */
    List<Act> acts(String type) {
        return acts.stream().filter(act -> act.type().equals(type)).toList();
    }

    /** What a region's gateway said, in order of time. */
    List<Gateway> gateway(String region) {
        return gateways.getOrDefault(region, List.of());
    }

    /** Two words of a gateway, one after the other. */
    record Move(Gateway before, Gateway after) {
        /** Whether a version had more traffic afterwards. */
        boolean raises(String version) {
            return after.share(version) > before.share(version);
        }
    }

    /** All pairs of neighbouring words of a region's gateway. */
    List<Move> moves(String region) {
        List<Gateway> polls = gateway(region);
        List<Move> moves = new ArrayList<>();
        for (int i = 1; i < polls.size(); i++) {
            moves.add(new Move(polls.get(i - 1), polls.get(i)));
        }
        return moves;
    }

    /** The regions whose gateways were watched. */
    Set<String> regions() {
        return gateways.keySet();
    }

    /**
     * A version that a region was told not to serve any more.
     *
     * @param decided when the region was told so
     * @param confirmed when it had said that it serves it no more; empty if it never did
     * @param again when it was told to serve it once more; empty if it never was
     */
    record Dropped(String region, String version, long decided, Optional<Long> confirmed, Optional<Long> again) {
        /** Whether the region must not serve it at all. */
        boolean gone(long at) {
            return confirmed.filter(from -> at > from).isPresent() && !allowedAgain(at);
        }

        /** Whether it had been told to serve it again. A gateway may act before a reader hears of it. */
        boolean allowedAgain(long at) {
            return again.filter(from -> at > from - EARLY).isPresent();
        }
    }

    private static final long EARLY = 2_000_000_000;

    /** Every time a region was told to drop a version. */
    List<Dropped> dropped() {
        List<Dropped> all = new ArrayList<>();
        Map<String, Set<String>> told = new HashMap<>();
        List<Act> changes = acts("target-changed");
        for (Act change : changes) {
            Set<String> now = versions(change);
            Set<String> before = Optional.ofNullable(told.put(change.fact("region"), now)).orElse(Set.of());
            before.stream().filter(version -> !now.contains(version))
                    .forEach(version -> all.add(dropped(change, version, changes)));
        }
        return all;
    }

    private Dropped dropped(Act change, String version, List<Act> changes) {
        Optional<Act> again = changes.stream().filter(c -> c.auditIndex() > change.auditIndex()
                && c.fact("region").equals(change.fact("region")) && versions(c).contains(version)).findFirst();
        long since = indices.getOrDefault(change.auditIndex(), Long.MAX_VALUE);
        Optional<Act> confirmed = acts("region-effective").stream()
                .filter(e -> e.auditIndex() > change.auditIndex() && e.fact("region").equals(change.fact("region"))
                        && Long.parseLong(e.fact("index")) >= since && !versions(e).contains(version))
                .filter(e -> again.filter(a -> a.auditIndex() < e.auditIndex()).isEmpty()).findFirst();
        return new Dropped(change.fact("region"), version, change.at(), confirmed.map(Act::at), again.map(Act::at));
    }

    private static Set<String> versions(Act act) {
        Set<String> versions = new HashSet<>(List.of(act.fact("stable"), act.fact("canary")));
        versions.remove("");
        return versions;
    }
}
