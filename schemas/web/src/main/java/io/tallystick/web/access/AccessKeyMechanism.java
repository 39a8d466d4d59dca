package io.tallystick.web.access;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.tallystick.schemas.access.AccessKey;
import io.tallystick.schemas.problem.ProblemException;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/**
 * Tells who calls from {@code Authorization: Bearer tk_…}, or from the cookie {@link KeyCookie} for the pages. The answer comes
 * from memory, so that no request waits for it.
 */
@ApplicationScoped
public class AccessKeyMechanism implements HttpAuthenticationMechanism {
    private static final String BEARER = "Bearer ";

    private final AccessKeyTable keys;

    AccessKeyMechanism(AccessKeyTable keys) {
        this.keys = keys;
    }

    /** Nobody if no credential was sent; fails with 503 {@code not_ready} or 401 if one was sent and is not known or not good. */
    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        Optional<String> credential = presented(context.request());
        if (credential.isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        if (!keys.ready()) {
            return Uni.createFrom()
                    .failure(ProblemException.of(
                            503, "not_ready", "the access keys are still being read; try again in a second"));
        }
        return keys.identify(credential.get())
                .map(key -> Uni.createFrom().item(identity(key)))
                .orElseGet(() -> Uni.createFrom().failure(new AuthenticationFailedException("unknown or revoked key")));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", Unauthenticated.CHALLENGE));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }

    private static SecurityIdentity identity(AccessKey key) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(CallerIdentity.of(key))
                .addRole(Roles.of(key.role()))
                .build();
    }

    private static Optional<String> presented(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        if (header != null) {
            return Optional.of(bearer(header));
        }
        Cookie cookie = request.getCookie(KeyCookie.NAME);
        return cookie == null || cookie.getValue().isEmpty() || isForged(request)
                ? Optional.empty()
                : Optional.of(cookie.getValue());
    }

    /** The credential in the value of an {@code Authorization} header, which may say it alone. */
    static String bearer(String authorization) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).trim()
                : authorization;
    }

    /** A change that rides on the cookie must come from a page of our own; browsers say where it comes from. */
    private static boolean isForged(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD)) {
            return false;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin");
        }
        String origin = request.getHeader("Origin");
        return origin != null && !origin.equals(request.scheme() + "://" + request.authority());
    }
}
