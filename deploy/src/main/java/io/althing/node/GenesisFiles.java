package io.althing.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.audit.TrustPolicy;
import io.althing.checkpoint.TrustVersions;
import io.althing.client.Json;
import io.althing.registry.Genesis;
import io.althing.registry.NodeId;
import io.althing.registry.Region;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A new cluster's genesis and its private keys, before they are written down.
 *
 * @param regionKeys each region's pair
 * @param logKey the audit log's pair
 * @param cosignerKeys each region's pair for cosigning the audit log
 */
public record GenesisFiles(Genesis genesis, Map<Region, KeyPair> regionKeys, KeyPair logKey,
        Map<Region, KeyPair> cosignerKeys) {
    private static final Pattern SEED = Pattern.compile("([^.@]+)\\.([^.@]+)@([^@]+:[0-9]+)");

    /** Takes copies of the maps. */
    public GenesisFiles {
        regionKeys = Map.copyOf(regionKeys);
        cosignerKeys = Map.copyOf(cosignerKeys);
    }

    /**
     * Draws keys for a cluster.
     *
     * @param seeds each {@code node.region@host:port}
     * @throws IllegalArgumentException if a seed has another shape or two have the same name
     */
    public static GenesisFiles create(String clusterId, String origin, List<String> seeds) {
        List<Genesis.Member> members = new ArrayList<>();
        for (String seed : seeds) {
            Matcher m = SEED.matcher(seed);
            if (!m.matches()) {
                throw new IllegalArgumentException("--seed '" + seed + "' is not of the form node.region@host:port");
            }
            members.add(new Genesis.Member(new NodeId(m.group(1)), new Region(m.group(2)), m.group(3)));
        }
        SortedMap<Region, KeyPair> pairs = new TreeMap<>();
        SortedMap<Region, String> publicKeys = new TreeMap<>();
        for (Genesis.Member member : members) {
            KeyPair pair = pairs.computeIfAbsent(member.region(), r -> KeyFiles.generate());
            publicKeys.put(member.region(), KeyFiles.publicKey(pair));
        }
        KeyPair log = KeyFiles.generate();
        Map<Region, KeyPair> cosigners = pairs.keySet().stream()
                .collect(Collectors.toMap(region -> region, region -> KeyFiles.generate()));
        return new GenesisFiles(new Genesis(clusterId, origin, members, publicKeys, KeyFiles.publicKey(log)), pairs,
                log, cosigners);
    }

    /** Writes everything; where the regions' APIs listen is not known yet. */
    public void write(Path directory) throws IOException {
        write(directory, Map.of());
    }

    /**
     * Writes {@code genesis.json}, {@code keys/*} and the audit log's first trust policy.
     *
     * @param apis where regions' APIs listen, for the policy's readers
     * @throws IOException if there is a genesis already or a file cannot be written
     */
    public void write(Path directory, Map<Region, URI> apis) throws IOException {
        Path file = directory.resolve("genesis.json");
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(
                    file + " is there already; a cluster has one genesis: choose another directory");
        }
        Path keys = directory.resolve("keys");
        Files.createDirectories(keys);
        for (Map.Entry<Region, KeyPair> pair : regionKeys.entrySet()) {
            KeyFiles.write(keys.resolve(pair.getKey() + ".key"), pair.getValue());
        }
        KeyFiles.write(keys.resolve("log.key"), logKey);
        for (Map.Entry<Region, KeyPair> pair : cosignerKeys.entrySet()) {
            KeyFiles.write(keys.resolve(pair.getKey() + ".cosigner.key"), pair.getValue());
        }
        TrustFiles.in(directory).write(trust(apis));
        Json.writeAtomically(file, Json.pretty(tree(genesis)) + "\n", false);
    }

    private TrustVersions trust(Map<Region, URI> apis) {
        String origin = genesis.origin();
        SortedMap<Region, TrustPolicy.Witness> cosigners = new TreeMap<>();
        cosignerKeys.forEach((region, pair) -> cosigners.put(region,
                TrustFiles.witness(AuditKeys.cosigner(origin, region, KeyFiles.seed(pair)).key(),
                        Optional.ofNullable(apis.get(region)))));
        return TrustVersions.first(TrustFiles.log(AuditKeys.log(origin, KeyFiles.seed(logKey)).key(),
                apis.values().stream().sorted().findFirst()), cosigners);
    }

    private static JsonNode tree(Genesis genesis) {
        ObjectNode json = Json.object().put("clusterId", genesis.clusterId()).put("origin", genesis.origin());
        ArrayNode seeds = json.putArray("seeds");
        genesis.seeds().forEach(s -> seeds.addObject().put("node", s.node().value()).put("region", s.region().value())
                .put("peer", s.peer()));
        ObjectNode keys = json.putObject("regionKeys");
        genesis.regionKeys().forEach((region, key) -> keys.put(region.value(), key));
        return json.put("logKey", genesis.logKey());
    }

    /**
     * Reads a genesis file.
     *
     * @throws ConfigException if it is missing or broken
     */
    public static Genesis read(Path file) throws ConfigException {
        try {
            JsonNode json = Json.mapper().readTree(Files.readString(file));
            List<Genesis.Member> seeds = new ArrayList<>();
            for (JsonNode seed : json.path("seeds")) {
                seeds.add(new Genesis.Member(new NodeId(text(seed, "node")), new Region(text(seed, "region")),
                        text(seed, "peer")));
            }
            SortedMap<Region, String> keys = new TreeMap<>();
            json.path("regionKeys").properties().forEach(e -> keys.put(new Region(e.getKey()), e.getValue().asText()));
            return new Genesis(text(json, "clusterId"), text(json, "origin"), seeds, keys, text(json, "logKey"));
        } catch (JsonProcessingException e) {
            throw new ConfigException(file + ", line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(),
                    e);
        } catch (IOException e) {
            throw new ConfigException("genesis file " + file + " cannot be read; `althing cluster init` makes one", e);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file + ": " + e.getMessage(), e);
        }
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("field '" + field + "' is missing or not a text");
        }
        return value.asText();
    }
}
