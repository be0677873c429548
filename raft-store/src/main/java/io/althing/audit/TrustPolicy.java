package io.althing.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whose signatures make a checkpoint believable: C2SP tlog-policy. Logs, witnesses by name, groups of them, and the name whose
 * agreement is the quorum. Immutable.
 *
 * @param logs
 *            any one of these must have signed; empty to take the log from elsewhere
 * @param members
 *            witnesses and groups by name, in order of definition
 * @param quorum
 *            the name of a member, empty for {@code none}
 */
public record TrustPolicy(List<LogKey> logs, Map<String, Member> members, Optional<String> quorum) {
    /** A log's key and, if known, where it is served. */
    public record LogKey(NoteKey key, Optional<String> url) {}

    /** What may be in a group or be the quorum. */
    public sealed interface Member {}

    /** A cosigner's key and, if known, where it takes checkpoints. */
    public record Witness(NoteKey key, Optional<String> url) implements Member {}

    /** At least {@code needed} of the named members. */
    public record Group(int needed, List<String> names) implements Member {
        /** Copies the list. */
        public Group {
            names = List.copyOf(names);
        }
    }

    /**
     * Copies and checks.
     *
     * @throws MalformedException
     *             if a key is of the wrong type or occurs twice, a name is not defined before its use or is used in two groups, or a
     *             threshold is out of range
     */
    public TrustPolicy {
        logs = List.copyOf(logs);
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        Set<List<Byte>> keys = new HashSet<>();
        for (LogKey log : logs) {
            requireKey(log.key(), KeyType.ED25519, keys);
        }
        keys.clear();
        Set<String> defined = new HashSet<>();
        Set<String> grouped = new HashSet<>();
        for (var member : members.entrySet()) {
            switch (member.getValue()) {
                case Witness witness -> requireKey(witness.key(), KeyType.COSIGNATURE_V1, keys);
                case Group group -> requireGroup(member.getKey(), group, defined, grouped);
            }
            defined.add(member.getKey());
        }
        if (quorum.isPresent() && !members.containsKey(quorum.get())) {
            throw new MalformedException("policy: quorum '" + quorum.get() + "' is not defined");
        }
    }

    private static void requireKey(NoteKey key, KeyType type, Set<List<Byte>> seen) {
        if (key.type() != type) {
            throw new MalformedException("policy: " + key.vkey() + " is not of type " + type);
        }
        List<Byte> raw = new ArrayList<>();
        for (byte b : key.raw()) {
            raw.add(b);
        }
        if (!seen.add(raw)) {
            throw new MalformedException("policy: the key " + key.vkey() + " occurs twice");
        }
    }

    private static void requireGroup(String name, Group group, Set<String> defined, Set<String> grouped) {
        for (String member : group.names()) {
            if (!defined.contains(member)) {
                throw new MalformedException("policy: group " + name + ": '" + member + "' is not defined before it");
            }
            if (!grouped.add(member)) {
                throw new MalformedException("policy: group " + name + ": '" + member + "' is a member twice");
            }
        }
        if (group.needed() < 1 || group.needed() > group.names().size()) {
            throw new MalformedException("policy: group " + name + ": the threshold is 1 to " + group.names().size()
                    + ", not " + group.needed());
        }
    }

    /**
     * A log whose regions cosign, one group of them all as quorum.
     *
     * @param regions
     *            cosigners by name; their number is the quorum's
     * @throws MalformedException
     *             as the constructor, or if the quorum speaks of another number of cosigners
     */
    public static TrustPolicy ofRegions(LogKey log, Map<String, Witness> regions, Quorum quorum) {
        if (regions.size() != quorum.cosigners()) {
            throw new MalformedException("policy: " + regions.size() + " regions, but a quorum of "
                    + quorum.cosigners());
        }
        Map<String, Member> members = new LinkedHashMap<>(regions);
        members.put("regions", new Group(quorum.needed(), List.copyOf(regions.keySet())));
        return new TrustPolicy(List.of(log), members, Optional.of("regions"));
    }

    /**
     * Reads a policy file.
     *
     * @throws MalformedException
     *             naming the line and the rule it breaks
     */
    public static TrustPolicy parse(byte[] bytes) {
        return new TrustPolicyParser().parse(bytes);
    }

    /** The policy file. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (LogKey log : logs) {
            text.append("log ").append(log.key().vkey()).append(url(log.url())).append('\n');
        }
        members.forEach((name, member) -> {
            switch (member) {
                case Witness witness -> text.append("witness ").append(name).append(' ').append(witness.key().vkey())
                        .append(url(witness.url())).append('\n');
                case Group group -> text.append("group ").append(name).append(' ').append(group.needed()).append(' ')
                        .append(String.join(" ", group.names())).append('\n');
            }
        });
        return text.append("quorum ").append(quorum.orElse("none")).append('\n').toString();
    }

    /** The policy file with a comment on top that says what the quorum means. */
    public String text(Quorum explained) {
        return "# " + explained.explanation() + "\n" + text();
    }

    private static String url(Optional<String> url) {
        return url.map(known -> " " + known).orElse("");
    }
}
