package io.althing.node;

import io.althing.audit.CosignStore;
import io.althing.audit.FileCosignStore;
import io.althing.audit.KeyType;
import io.althing.audit.MalformedException;
import io.althing.audit.NoteKey;
import io.althing.audit.NoteSigner;
import io.althing.checkpoint.CheckpointSettings;
import io.althing.checkpoint.CheckpointSettings.Cosigning;
import io.althing.checkpoint.CheckpointSettings.Outside;
import io.althing.checkpoint.TrustVersions;
import io.althing.registry.Genesis;
import io.althing.registry.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The keys with which a node signs the audit log, checked against what genesis and the trust policy say they are.
 *
 * @param cosigner on the node that cosigns for its region
 */
record AuditKeys(NoteSigner log, TrustVersions trust, Optional<NoteSigner> cosigner) {
    /** The log's key out of its 32 bytes. */
    static NoteSigner log(String origin, byte[] seed) {
        return new NoteSigner(origin, KeyType.ED25519, seed);
    }

    /** A region's cosigning key out of its 32 bytes. */
    static NoteSigner cosigner(String origin, Region region, byte[] seed) {
        return new NoteSigner(TrustVersions.keyName(origin, region), KeyType.COSIGNATURE_V1, seed);
    }

    /**
     * Reads the keys a node is configured with.
     *
     * @throws ConfigException if a file is missing, broken or readable by others
     * @throws WrongKeyException if a key is not the cluster's
     */
    static AuditKeys read(NodeConfig config, Genesis genesis) throws ConfigException, WrongKeyException {
        TrustFiles files = files(config);
        TrustVersions trust = files.read(genesis.origin());
        requireGenesis(genesis, trust, files.directory());
        NoteSigner log = log(genesis.origin(), KeyFiles.seed(config.audit().log()));
        if (!trust.logKeys().contains(log.key())) {
            throw new WrongKeyException("the log key in " + config.audit().log()
                    + " is not this cluster's: genesis and the trust policy have " + trust.logKeys() + ", it is "
                    + log.key() + "; give this node the cluster's keys/log.key");
        }
        return new AuditKeys(log, trust, cosigner(config, trust));
    }

    /** Where the node's copy of the trust policy is. */
    static TrustFiles files(NodeConfig config) {
        return new TrustFiles(config.audit().policies().orElseGet(() -> config.genesis().resolveSibling("trust")));
    }

    private static void requireGenesis(Genesis genesis, TrustVersions trust, Path directory) throws WrongKeyException {
        byte[] raw = Base64.getDecoder().decode(genesis.logKey());
        var key = new NoteKey(genesis.origin(), KeyType.ED25519, raw);
        var first = new TrustVersions(genesis.origin(), trust.texts().headMap(2));
        if (!first.logKeys().contains(key)) {
            throw new WrongKeyException("the first trust policy in " + directory
                    + " does not name the log key of genesis, " + key + ": it is another cluster's");
        }
    }

    private static Optional<NoteSigner> cosigner(NodeConfig config, TrustVersions trust)
            throws ConfigException, WrongKeyException {
        if (config.audit().cosigner().isEmpty()) {
            return Optional.empty();
        }
        var region = new Region(config.region());
        Path file = config.audit().cosigner().get();
        NoteSigner key = cosigner(trust.origin(), region, KeyFiles.seed(file));
        Optional<NoteKey> expected = trust.cosigner(region);
        if (!expected.equals(Optional.of(key.key()))) {
            throw new WrongKeyException("the cosigning key in " + file + " is not that of region " + region
                    + ": trust policy " + trust.newest() + " has "
                    + expected.map(NoteKey::toString).orElse("none for it") + ", it is " + key.key());
        }
        return Optional.of(key);
    }

    /**
     * What the node's checkpoints are made with.
     *
     * @param memory of the node's cosigner, if it has one
     */
    CheckpointSettings settings(NodeConfig config, Optional<CosignStore> memory) throws ConfigException {
        List<Outside> outside = new ArrayList<>();
        for (NodeConfig.Witness witness : config.audit().witnesses()) {
            outside.add(outside(witness));
        }
        Optional<Cosigning> cosigning = cosigner
                .flatMap(key -> memory.map(kept -> new Cosigning(key, kept, Clock.systemUTC())));
        return new CheckpointSettings(log, trust, cosigning, config.api().peers(), outside,
                directory(config).resolve("published"), CheckpointSettings.Pace.standard());
    }

    private static Path directory(NodeConfig config) {
        return config.data().resolve("checkpoints");
    }

    private static Outside outside(NodeConfig.Witness witness) throws ConfigException {
        try {
            NoteKey key = NoteKey.parse(witness.vkey());
            if (key.type() != KeyType.COSIGNATURE_V1) {
                throw new MalformedException("its type is not that of a witness (0x04)");
            }
            return new Outside(witness.url(), key);
        } catch (MalformedException e) {
            throw new ConfigException("field 'audit.witnesses': the key of " + witness.url() + ": " + e.getMessage(),
                    e);
        }
    }

    /**
     * What the node's cosigner signed so far, open as long as the stack is; empty if it has none. A cosigner that starts without a memory
     * first asks the other regions; see {@code RegionCosigner}.
     */
    Optional<CosignStore> memory(NodeConfig config, Stack stack) throws IOException {
        if (cosigner.isEmpty()) {
            return Optional.empty();
        }
        Path directory = directory(config).resolve("cosigned");
        FileCosignStore memory = stack.push(Files.exists(directory.resolve("cosigner.lock"))
                ? FileCosignStore.open(directory)
                : FileCosignStore.create(directory));
        return Optional.of(memory);
    }
}
