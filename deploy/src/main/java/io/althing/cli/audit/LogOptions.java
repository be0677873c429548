package io.althing.cli.audit;

import io.althing.audit.DirectoryTiles;
import io.althing.audit.HttpTiles;
import io.althing.audit.TrustPolicy;
import io.althing.cli.ClusterOptions;
import io.althing.client.ApiClient;
import io.althing.client.UserError;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which log, and whose signatures to demand. */
final class LogOptions {
    @Option(names = "--dir", paramLabel = "DIR", description = "a log in a directory: fetched, exported as a bundle, or copied from anywhere")
    private Optional<Path> dir = Optional.empty();

    @Option(names = "--url", paramLabel = "URL", description = "any log in the tlog-tiles format, by the address above its checkpoint")
    private Optional<URI> url = Optional.empty();

    @Option(names = "--policy", paramLabel = "FILE", description = "the trust policy, got from people you trust: a tlog-policy file, or a directory with N.tlog-policy (default: DIR/policy of a bundle, else trust/ beside endpoints.json)")
    private Optional<Path> policy = Optional.empty();

    @Option(names = "--unsigned", description = "look at no signature: shows that entries, tiles and root agree, not who made them")
    private boolean unsigned;

    /** Whether the options name a log that is not the cluster's. */
    boolean elsewhere() {
        return dir.isPresent() || url.isPresent();
    }

    Optional<Path> directory() {
        return dir;
    }

    /** The logs to look at: the named one, or every region's. */
    List<Log> logs(ClusterOptions cluster) {
        if (dir.isPresent() && url.isPresent()) {
            throw UserError.usage("--dir and --url exclude each other");
        }
        if (dir.isPresent()) {
            return List.of(directory(dir.get(), cluster));
        }
        if (url.isPresent()) {
            return List.of(remote(url.get().toString(), url.get(), inForce(cluster)));
        }
        Optional<TrustPolicy> trusted = inForce(cluster);
        return cluster.reader().places().stream().map(place -> region(place, trusted)).toList();
    }

    /** One log: the named one, or that of the first region. */
    Log log(ClusterOptions cluster) {
        return logs(cluster).getFirst();
    }

    /** A log by a region's name, a directory or an address. */
    Log named(String name, ClusterOptions cluster) {
        if (name.startsWith("http://") || name.startsWith("https://")) {
            return remote(name, URI.create(name), inForce(cluster));
        }
        if (Files.isDirectory(Path.of(name))) {
            return directory(Path.of(name), cluster);
        }
        return region(cluster.reader().only(name).places().getFirst(), inForce(cluster));
    }

    private Log directory(Path place, ClusterOptions cluster) {
        if (!Files.isDirectory(place)) {
            throw UserError.usage(place + " is not a directory; `althing audit fetch " + place + "` makes one");
        }
        Path own = place.resolve("policy");
        Optional<TrustPolicy> trusted = unsigned
                ? Optional.empty()
                : policy.isEmpty() && Files.isRegularFile(own)
                        ? Optional.of(Policies.read(own).getFirst())
                        : inForce(cluster);
        return new Log(place.toString(), new DirectoryTiles(place), true, trusted);
    }

    /** A region's log over HTTP. */
    static Log region(ApiClient.Place place, Optional<TrustPolicy> trusted) {
        return remote(place.region(), URI.create(place.api() + "/audit/"), trusted);
    }

    private static Log remote(String name, URI prefix, Optional<TrustPolicy> trusted) {
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5)).build();
        return new Log(name, new HttpTiles(client, prefix), false, trusted);
    }

    private Optional<TrustPolicy> inForce(ClusterOptions cluster) {
        return unsigned ? Optional.empty() : Optional.of(policies(cluster).getFirst());
    }

    /** Every version of the policy that is to hand, newest first. */
    List<TrustPolicy> policies(ClusterOptions cluster) {
        if (policy.isPresent()) {
            return Policies.read(policy.get());
        }
        Path beside = cluster.home().resolve("trust");
        if (Files.isDirectory(beside)) {
            return Policies.read(beside);
        }
        throw UserError.usage("there is no trust policy in " + beside
                + ": give --policy FILE, got from people you trust, or --unsigned to look at no signature");
    }
}
