package io.tallystick.web.access;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.tallystick.schemas.access.AccessKey;
import io.tallystick.schemas.topics.Topic;
import io.tallystick.web.table.CompactedTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** All access keys, followed from {@code access.keys}: a revocation counts a few milliseconds after it was written. */
@ApplicationScoped
public class AccessKeyTable {
    private final CompactedTable<AccessKey, Map<String, AccessKey>> table;

    /** Made by the container. */
    @Inject
    public AccessKeyTable(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        table = new CompactedTable<>(Topic.ACCESS_KEYS, kafka, AccessKey.class, Function.identity());
    }

    void start(@Observes StartupEvent event) {
        table.start();
    }

    void stop(@Observes ShutdownEvent event) {
        table.close();
    }

    /** Whether the keys are known; until then nobody can be told from anybody. */
    public boolean ready() {
        return table.view().isPresent();
    }

    /** The key with that id, revoked or not; empty if there is none or the table was not read yet. */
    public Optional<AccessKey> find(String id) {
        return table.view().map(keys -> keys.get(id));
    }

    /** Who proves to be who with the value of an {@code Authorization} header; nobody as long as the keys are not known. */
    public Optional<CallerIdentity> caller(String authorization) {
        return identify(AccessKeyMechanism.bearer(authorization)).map(CallerIdentity::of);
    }

    /** The good key that {@code credential} proves. */
    Optional<AccessKey> identify(String credential) {
        return Credential.parse(credential)
                .flatMap(claim -> find(claim.id()).filter(key -> claim.matches(key.hash())))
                .filter(AccessKey::active);
    }
}
