package io.althing.node;

import io.althing.audit.NoteKey;
import io.althing.audit.TrustPolicy.LogKey;
import io.althing.audit.TrustPolicy.Witness;
import io.althing.checkpoint.TrustVersions;
import io.althing.registry.Region;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The next version of a cluster's trust policy, and the private key it is about. Nothing that exists is changed: a replaced key file is
 * kept under the number of the last version that named it.
 *
 * @param home the directory that {@code althing cluster init} wrote
 */
public record TrustChange(Path home) {
    /** What is to be different. */
    public sealed interface Step {
        /** A region begins to cosign. */
        record Add(Region region, Optional<URI> api) implements Step {}

        /** A region ceases to cosign. */
        record Remove(Region region) implements Step {}

        /** A region cosigns with a new key. */
        record ReplaceCosigner(Region region) implements Step {}

        /** The log signs with a new key. */
        record ReplaceLog() implements Step {}
    }

    /**
     * Writes the new key, then the next version.
     *
     * @return all versions
     * @throws ConfigException if the files are broken, or the step makes no sense
     */
    public TrustVersions write(Step step) throws ConfigException, IOException {
        String origin = GenesisFiles.read(home.resolve("genesis.json")).origin();
        TrustVersions now = TrustFiles.in(home).read(origin);
        SortedMap<Region, Witness> cosigners = cosigners(now);
        LogKey log = now.inForce().logs().stream().filter(key -> key.key().name().equals(origin)).findFirst()
                .orElseThrow();
        switch (step) {
            case Step.Add add -> {
                require(!cosigners.containsKey(add.region()), add.region() + " cosigns already");
                cosigners.put(add.region(), TrustFiles.witness(newCosigner(now, add.region()), add.api()));
            }
            case Step.Remove remove -> {
                require(cosigners.remove(remove.region()) != null, remove.region() + " does not cosign");
                require(!cosigners.isEmpty(), "nobody would be left to cosign");
            }
            case Step.ReplaceCosigner replace -> {
                Witness old = cosigners.get(replace.region());
                require(old != null, replace.region() + " does not cosign");
                cosigners.put(replace.region(), new Witness(newCosigner(now, replace.region()),
                        Optional.ofNullable(old).flatMap(Witness::url)));
            }
            case Step.ReplaceLog replace ->
                log = new LogKey(AuditKeys.log(origin, KeyFiles.seed(newKey(now, "log"))).key(), log.url());
        }
        TrustVersions next = now.next(log, cosigners);
        TrustFiles.in(home).write(next);
        return next;
    }

    private static SortedMap<Region, Witness> cosigners(TrustVersions now) {
        SortedMap<Region, Witness> cosigners = new TreeMap<>();
        now.inForce().members().forEach((name, member) -> {
            if (member instanceof Witness witness) {
                cosigners.put(new Region(name), witness);
            }
        });
        return cosigners;
    }

    private static void require(boolean fits, String problem) throws ConfigException {
        if (!fits) {
            throw new ConfigException(problem);
        }
    }

    private NoteKey newCosigner(TrustVersions now, Region region) throws IOException {
        return AuditKeys.cosigner(now.origin(), region, KeyFiles.seed(newKey(now, region + ".cosigner"))).key();
    }

    private KeyPair newKey(TrustVersions now, String name) throws IOException {
        Path file = home.resolve("keys").resolve(name + ".key");
        if (Files.exists(file)) {
            Files.move(file, file.resolveSibling(name + "-" + now.newest() + ".key"));
        }
        KeyPair pair = KeyFiles.generate();
        KeyFiles.write(file, pair);
        return pair;
    }
}
