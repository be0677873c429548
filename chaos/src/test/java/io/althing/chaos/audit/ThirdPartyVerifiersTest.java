package io.althing.chaos.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import io.althing.audit.AddCheckpoint;
import io.althing.audit.AuditLog;
import io.althing.audit.Checkpoint;
import io.althing.audit.CheckpointReader;
import io.althing.audit.DirectoryTiles;
import io.althing.audit.KeyType;
import io.althing.audit.NoteKey;
import io.althing.audit.NoteSignature;
import io.althing.audit.NoteSigner;
import io.althing.audit.SignedNote;
import io.althing.audit.WitnessAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ThirdPartyVerifiersTest {
    private static final String ORIGIN = "audit.althing.example/log";
    private static final NoteSigner LOG = new NoteSigner(ORIGIN, KeyType.ED25519, new byte[32]);
    private static final long[] SIZES = {0, 1, 255, 256, 257, 1000, 65_535, 65_536, 65_537, 70_000};

    private final Path work;
    private final Path vkey;

    ThirdPartyVerifiersTest(@TempDir Path work) throws IOException {
        this.work = work;
        this.vkey = Files.writeString(work.resolve("log.vkey"), LOG.key().vkey() + "\n");
    }

    private static AuditLog log(long size) {
        AuditLog log = new AuditLog();
        grow(log, size);
        return log;
    }

    private static void grow(AuditLog log, long size) {
        for (long i = log.head().size(); i < size; i++) {
            log.append(("{\"at\":" + i + ",\"what\":\"" + "x".repeat((int) (i % 40)) + "\"}")
                    .getBytes(StandardCharsets.UTF_8));
        }
    }

    private static AuditLog forked(long size) {
        AuditLog log = log(600);
        log.append("{\"forked\":true}".getBytes(StandardCharsets.UTF_8));
        grow(log, size);
        return log;
    }

    private static SignedNote note(AuditLog log, long size) {
        return SignedNote.of(new Checkpoint(ORIGIN, log.tree().head(size)), LOG);
    }

    private static Path publish(AuditLog log, Path directory) throws IOException {
        CheckpointReader reader = bytes -> Checkpoint.parse(SignedNote.parse(bytes).text());
        DirectoryTiles.copy(log.files(note(log, log.head().size()).bytes()), reader, directory);
        return directory;
    }

    private Crosscheck.Result check(Path directory, List<Path> older) throws Exception {
        HttpServer server = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                directory, SimpleFileServer.OutputLevel.NONE);
        server.start();
        try {
            List<Object> arguments = new ArrayList<>(
                    List.of(directory, "http://127.0.0.1:" + server.getAddress().getPort() + "/", vkey));
            arguments.addAll(older);
            return Crosscheck.run("log", arguments.toArray());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void logs_of_every_shape_verify_and_grew_from_one_another() throws Exception {
        AuditLog log = new AuditLog();
        List<Path> older = new ArrayList<>();
        for (long size : SIZES) {
            grow(log, size);
            Path directory = publish(log, work.resolve("size-" + size));
            check(directory, older).verified();
            older.add(directory.resolve("checkpoint"));
        }
    }

    @Test
    void a_flipped_bit_in_a_full_tile_or_an_entry_is_refused() throws Exception {
        Path directory = publish(log(1000), work.resolve("damaged"));
        flip(directory.resolve("tile/0/002"), 40);
        check(directory, List.of()).refused("fsck");
        flip(directory.resolve("tile/0/002"), 40);
        flip(directory.resolve("tile/entries/001"), 9);
        check(directory, List.of()).refused("fsck");
        flip(directory.resolve("tile/entries/001"), 9);
        check(directory, List.of()).verified();
    }

    private static void flip(Path file, int offset) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[offset] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void a_checkpoint_that_is_not_an_older_one_of_the_log_is_refused() throws Exception {
        Path directory = publish(log(1000), work.resolve("honest"));
        Path stranger = Files.write(work.resolve("stranger"),
                SignedNote.of(new Checkpoint(ORIGIN, forked(700).head()), LOG).bytes());
        check(directory, List.of(stranger)).refused("stranger");
    }

    @Test
    void receipts_verify_and_one_for_another_entry_is_refused() throws Exception {
        AuditLog log = log(1000);
        SignedNote checkpoint = note(log, 1000);
        for (long index : new long[]{0, 1, 255, 256, 600, 999}) {
            Files.write(work.resolve(index + ".tlog-proof"), log.prove(index, checkpoint).bytes());
            Files.write(work.resolve(index + ".entry"), log.entry(index));
        }
        Crosscheck.run("receipts", vkey, work).verified();
        Files.write(work.resolve("600.entry"), log.entry(601));
        Crosscheck.run("receipts", vkey, work).refused("600.tlog-proof");
    }

    @Test
    void litewitness_follows_the_log_and_refuses_what_it_must() throws Exception {
        AuditLog log = log(1000);
        AuditLog fork = forked(1000);
        List<Object> requests = new ArrayList<>(List.of(work, vkey));
        long old = 0;
        for (long size : new long[]{0, 1, 255, 256, 257, 1000, 1000}) {
            requests.add(request(requests.size(), 200, AddCheckpoint.of(log.tree(), old, note(log, size))));
            old = size;
        }
        requests.add(request(requests.size(), 409, AddCheckpoint.of(log.tree(), 256, note(log, 1000))));
        requests.add(request(requests.size(), 422, AddCheckpoint.of(fork.tree(), 1000, note(fork, 1000))));
        NoteSigner impostor = NoteSigner.generate(ORIGIN, KeyType.ED25519, new SecureRandom());
        SignedNote foreign = SignedNote.of(new Checkpoint(ORIGIN, log.head()), impostor);
        requests.add(request(requests.size(), 403, AddCheckpoint.of(log.tree(), 1000, foreign)));
        Crosscheck.run("witness", requests.toArray()).verified();
        SignedNote cosigned = note(log, 1000);
        for (NoteSignature line : WitnessAnswer.cosignatures(Files.readString(Path.of(requests.get(8) + ".answer")))) {
            cosigned = cosigned.with(line);
        }
        NoteKey witness = NoteKey.parse(Files.readString(work.resolve("witness.vkey")).strip());
        assertThat(cosigned.check(witness)).isEqualTo(SignedNote.Check.GOOD);
    }

    private Path request(int number, int status, AddCheckpoint request) throws IOException {
        return Files.write(work.resolve(number + "-expect-" + status + ".req"), request.bytes());
    }
}
