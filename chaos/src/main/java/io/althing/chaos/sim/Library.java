package io.althing.chaos.sim;

import io.althing.agent.Signer;
import io.althing.codec.Codecs;
import io.althing.policy.PolicyFile;
import io.althing.registry.Region;
import io.althing.registry.Signature;
import io.althing.registry.SignatureCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What many simulations share because it is the same for all: codecs, the regions' keys, policy files once read. One thread. */
public final class Library {
    /** The regions there may be; a simulation has the first three or all five. */
    public static final List<Region> REGIONS = List.of(new Region("ap-south"), new Region("eu-west"),
            new Region("us-east"), new Region("af-south"), new Region("sa-east"));
    /** How many policy files a region may choose from. */
    public static final int REGION_FILES = 5;
    /** How many global files there are. */
    public static final int GLOBAL_FILES = 6;
    private static final int KEY_BYTES = 32;

    private final Codecs codecs = Codecs.create();
    private final Map<Region, Keys> keys = new HashMap<>();
    private final Map<String, PolicyFile.Result> files = new HashMap<>();

    /** An empty library; it fills as it is used. */
    public Library() {}

    /** A region's key: what signs, and what the registry knows. */
    record Keys(Signer signer, String open) {}

    /** Codecs for one simulation, which reads each row once. */
    Codecs codecs() {
        return new Codecs(codecs.json(), codecs.proposals(), new RememberingCodec(codecs.json()), codecs.entries());
    }

    Keys keys(Region region) {
        return keys.computeIfAbsent(region, Library::make);
    }

    private static Keys make(Region region) {
        byte[] secret = region.value().getBytes(StandardCharsets.UTF_8);
        byte[] open = Arrays.copyOf(secret, KEY_BYTES);
        return new Keys(Signer.of(statement -> seal(secret, statement)), Base64.getEncoder().encodeToString(open));
    }

    /** What stands for a signature here: a keyed digest. Real ones were a seventh of a life's cost and follow no fault. */
    private static byte[] seal(byte[] secret, byte[] statement) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(statement);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** Whether the region to which the key belongs sealed the statement; asked once for each, however many replicas ask. */
    SignatureCheck signatures() {
        Map<String, Boolean> known = new HashMap<>();
        return (key, statement, signature) -> known.computeIfAbsent(key + "\n" + signature.value() + "\n" + statement,
                all -> sealed(key, statement, signature));
    }

    private boolean sealed(String key, String statement, Signature signature) {
        return REGIONS.stream().filter(region -> keys(region).open().equals(key))
                .map(region -> seal(region.value().getBytes(StandardCharsets.UTF_8),
                        statement.getBytes(StandardCharsets.UTF_8)))
                .anyMatch(seal -> Base64.getEncoder().encodeToString(seal).equals(signature.value()));
    }

    /** One of the files a region may have. */
    PolicyFile.Result regionFile(Region region, int number) {
        return file(String.format(Locale.ROOT, "region-%d.yaml", number), region, 0);
    }

    /** One of the global files, for the first so many regions. */
    PolicyFile.Result globalFile(int number, int regions) {
        return file(String.format(Locale.ROOT, "global-%d.yaml", number), REGIONS.get(0), regions);
    }

    private PolicyFile.Result file(String resource, Region region, int regions) {
        return files.computeIfAbsent(resource + "/" + region + "/" + regions, key -> {
            String text = text(resource).replace("REGION", region.value());
            for (int i = 0; i < REGIONS.size(); i++) {
                text = text.replace("R" + i, REGIONS.get(i).value());
            }
            if (regions > 3) {
                text = text.replace("# five: ", "");
            }
            PolicyFile.Result read = PolicyFile.read(resource, text.getBytes(StandardCharsets.UTF_8));
            if (read instanceof PolicyFile.Result.Faulty faulty) {
                throw new IllegalStateException(resource + ": " + faulty.text());
            }
            return read;
        });
    }

    private static String text(String resource) {
        try (InputStream in = Library.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the class path has no " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
