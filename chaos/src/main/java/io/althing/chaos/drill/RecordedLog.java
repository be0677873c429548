package io.althing.chaos.drill;

import io.althing.codec.Codecs;
import io.althing.codec.ProposalCodec;
import io.althing.node.GenesisFiles;
import io.althing.registry.Actor;
import io.althing.registry.AliasName;
import io.althing.registry.Artifact;
import io.althing.registry.Command;
import io.althing.registry.IoSchema;
import io.althing.registry.Lineage;
import io.althing.registry.ModelName;
import io.althing.registry.NodeId;
import io.althing.registry.Proposal;
import io.althing.registry.Region;
import io.althing.registry.Sha256;
import io.althing.registry.VersionId;
import io.althing.store.LogRecord;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A log in a file: the commands of a busy cluster, drawn from a seed, repetitions and refusals among them. */
final class RecordedLog {
    private static final long START_MILLIS = 1_790_000_000_000L;
    private static final List<String> REGIONS = List.of("us-east", "eu-west", "ap-south");
    private static final int MODELS = 20;
    private static final int VERSIONS = 6;
    private static final int KEYS = 40;

    private final SplittableRandom random;

    private RecordedLog(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Writes a log of that many commands, the cluster's formation first. */
    static void write(Path file, long seed, int commands) throws IOException {
        ProposalCodec codec = Codecs.create().proposals();
        var drawn = new RecordedLog(seed);
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeInt(commands);
            for (int i = 0; i < commands; i++) {
                byte[] payload = codec.encode(i == 0 ? formation() : drawn.proposal(i));
                out.writeLong(START_MILLIS + i * 3L);
                out.writeInt(payload.length);
                out.write(payload);
            }
        }
    }

    static List<LogRecord> read(Path file) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            int commands = in.readInt();
            List<LogRecord> records = new ArrayList<>(commands);
            for (int i = 0; i < commands; i++) {
                Instant stamp = Instant.ofEpochMilli(in.readLong());
                records.add(new LogRecord(i + 1L, stamp, in.readNBytes(in.readInt())));
            }
            return records;
        }
    }

    private static Proposal formation() {
        List<String> seeds = REGIONS.stream().map(r -> r + "-1." + r + "@127.0.0.1:" + (7000 + r.length())).toList();
        var genesis = GenesisFiles.create("replay", "althing.io/replay", seeds).genesis();
        return new Proposal("form", actor("node-1", Actor.Kind.NODE, Actor.Role.NODE), new NodeId("us-east-1"),
                Optional.empty(), new Command.FormCluster(genesis));
    }

    private Proposal proposal(int number) {
        boolean repeated = random.nextInt(20) == 0;
        String id = "r" + (repeated ? Math.max(1, number - random.nextInt(100)) : number);
        Actor actor = random.nextInt(30) == 0
                ? actor("guest", Actor.Kind.PERSON, Actor.Role.APPROVER)
                : actor("ada", Actor.Kind.PERSON, Actor.Role.OPERATOR);
        Optional<Long> expected = random.nextInt(10) == 0
                ? Optional.of((long) random.nextInt(number))
                : Optional.empty();
        return new Proposal(id, actor, new NodeId("us-east-1"), expected, command());
    }

    private Command command() {
        var model = new ModelName("model-" + random.nextInt(MODELS));
        var version = new VersionId("v" + random.nextInt(VERSIONS));
        return switch (random.nextInt(10)) {
            case 0 -> new Command.CreateModel(model, "drawn", "team-" + random.nextInt(4));
            case 1 -> new Command.RegisterVersion(model, version, "drawn", List.of(artifact()),
                    new IoSchema(List.of(tensor("input")), List.of(tensor("output"))), Lineage.unknown(),
                    new TreeMap<>(java.util.Map.of("accuracy", "0." + random.nextInt(1000))));
            case 2 -> new Command.MoveAlias(model, new AliasName("champion"), version);
            case 3 -> new Command.DeleteTag(model, "k" + random.nextInt(KEYS));
            case 4 -> new Command.RollbackModel(model, Optional.empty(), List.of(), "drawn");
            default -> new Command.SetTag(model, "k" + random.nextInt(KEYS), "grüße \"" + random.nextLong() + "\"\t");
        };
    }

    private Artifact artifact() {
        StringBuilder digest = new StringBuilder();
        while (digest.length() < 64) {
            digest.append(Integer.toHexString(random.nextInt(16)));
        }
        return new Artifact("model.onnx", "onnx", new Sha256(digest.toString()), random.nextInt(1 << 20));
    }

    private static IoSchema.Tensor tensor(String name) {
        return new IoSchema.Tensor(name, "FP32", List.of(-1L, 64L));
    }

    private static Actor actor(String id, Actor.Kind kind, Actor.Role role) {
        return new Actor(id, kind, Optional.<Region>empty(), List.of(role), "token", Optional.empty());
    }
}
