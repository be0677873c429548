package io.althing.checkpoint;

import io.althing.audit.NoteKey;
import io.althing.audit.Quorum;
import io.althing.audit.TrustPolicy;
import io.althing.audit.TrustPolicy.LogKey;
import io.althing.audit.TrustPolicy.Witness;
import io.althing.registry.Region;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The trust policy of a cluster's audit log (C2SP tlog-policy) in all its versions. A version never changes: a region that joins or a key
 * that is replaced makes a new one, and receipts go on being checked by the version they were made under.
 *
 * @param origin the log's name
 * @param texts the policy files by version, from 1 on without a gap
 */
public record TrustVersions(String origin, SortedMap<Integer, String> texts) {
    /**
     * Copies and checks.
     *
     * @throws IllegalArgumentException if a version is missing
     * @throws io.althing.audit.MalformedException if a file breaks the format or has no key of this log
     */
    public TrustVersions {
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
        if (texts.isEmpty() || texts.firstKey() != 1 || texts.lastKey() != texts.size()) {
            throw new IllegalArgumentException(
                    "the trust policy's versions must be 1 to " + Math.max(1, texts.size()) + ", not "
                            + texts.keySet());
        }
        texts.forEach((number, text) -> requireLog(origin, number, text));
    }

    private static void requireLog(String origin, int number, String text) {
        if (policy(text).logs().stream().noneMatch(log -> log.key().name().equals(origin))) {
            throw new IllegalArgumentException("trust policy " + number + " has no key of the log " + origin);
        }
    }

    /** The policy of a cluster's first day. */
    public static TrustVersions first(LogKey log, Map<Region, Witness> cosigners) {
        var texts = new TreeMap<Integer, String>();
        texts.put(1, text(1, log, cosigners));
        return new TrustVersions(log.key().name(), texts);
    }

    /** These and one more, for other keys or other regions. */
    public TrustVersions next(LogKey log, Map<Region, Witness> cosigners) {
        var more = new TreeMap<>(texts);
        int number = texts.lastKey() + 1;
        more.put(number, text(number, log, cosigners));
        return new TrustVersions(origin, more);
    }

    private static String text(int number, LogKey log, Map<Region, Witness> cosigners) {
        Map<String, Witness> named = new LinkedHashMap<>();
        new TreeMap<>(cosigners).forEach((region, witness) -> named.put(region.value(), witness));
        Quorum quorum = quorum(named.size());
        return "# Trust policy " + number + " of " + log.key().name() + ".\n"
                + "# Each witness is a region of the cluster. It holds every entry and cosigns only roots that it computed itself.\n"
                + TrustPolicy.ofRegions(log, named, quorum).text(quorum);
    }

    /** The smallest quorum that rules out a fork: while nobody lies with up to three regions, while one may from four on. */
    public static Quorum quorum(int regions) {
        return Quorum.of(regions, regions < 4 ? 0 : 1);
    }

    /** The name of a region's cosigning key. */
    public static String keyName(String origin, Region region) {
        return origin + "/" + region;
    }

    /** SHA-256 of the origin in hexadecimal: what a witness's monitoring path calls the log. */
    public String originHash() {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(origin.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The version in force. */
    public int newest() {
        return texts.lastKey();
    }

    /** The file of a version. */
    public Optional<String> text(int version) {
        return Optional.ofNullable(texts.get(version));
    }

    /** The policy in force. */
    public TrustPolicy inForce() {
        return policy(text(newest()).orElseThrow());
    }

    /** The log's keys in any version: a checkpoint under an older one may be cosigned while a new key is brought in. */
    public List<NoteKey> logKeys() {
        Set<NoteKey> keys = new HashSet<>();
        texts.values().forEach(text -> policy(text).logs().stream().map(LogKey::key)
                .filter(key -> key.name().equals(origin)).forEach(keys::add));
        return List.copyOf(keys);
    }

    /** The key that the policy in force has for a region. */
    public Optional<NoteKey> cosigner(Region region) {
        return inForce().members().get(region.value()) instanceof Witness witness
                ? Optional.of(witness.key())
                : Optional.empty();
    }

    /** The cosigning keys of the policy in force. */
    public List<NoteKey> cosigners() {
        return inForce().members().values().stream().filter(Witness.class::isInstance).map(Witness.class::cast)
                .map(Witness::key).toList();
    }

    /** How many of the policy's cosigners must agree; 0 if it names no quorum. */
    public int needed() {
        TrustPolicy policy = inForce();
        return policy.quorum().map(name -> policy.members().get(name) instanceof TrustPolicy.Group group
                ? group.needed()
                : 1).orElse(0);
    }

    private static TrustPolicy policy(String text) {
        return TrustPolicy.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
