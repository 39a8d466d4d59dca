package io.tallystick.web.access;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.tallystick.schemas.problem.Problem;
import io.tallystick.web.problem.Problems;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What those see who are not known (401, or the login page for a browser) and those who may not (403). */
@Singleton
public class Unauthenticated {
    static final String CHALLENGE = "Bearer realm=\"tallystick\"";

    private final CurrentIdentityAssociation identities;
    private final Optional<String> loginPath;

    @Inject
    Unauthenticated(
            CurrentIdentityAssociation identities,
            @ConfigProperty(name = "tally.web.login-path") Optional<String> loginPath) {
        this.identities = identities;
        this.loginPath = loginPath;
    }

    /** No credential was sent. */
    @ServerExceptionMapper
    public Response map(
            UnauthorizedException absent, HttpHeaders headers, UriInfo uri, jakarta.ws.rs.core.Request request) {
        return refuse("no access key was sent; send Authorization: Bearer tk_…", CHALLENGE, headers, uri, request);
    }

    /** A credential was sent that is not known, does not match or was revoked. */
    @ServerExceptionMapper
    public Response map(
            AuthenticationFailedException wrong, HttpHeaders headers, UriInfo uri, jakarta.ws.rs.core.Request request) {
        return refuse(
                "the access key is unknown or was revoked",
                CHALLENGE + ", error=\"invalid_token\"",
                headers,
                uri,
                request);
    }

    /** The caller is known, and the thing is not for its role. */
    @ServerExceptionMapper
    public Response map(ForbiddenException notAllowed) {
        String who = identities.getIdentity().getPrincipal() instanceof CallerIdentity caller
                ? "the key " + caller.keyId() + " has the role "
                        + caller.role().name().toLowerCase(Locale.ROOT)
                : "the caller has a role";
        return Problems.response(Problem.of(403, "forbidden", who + ", which may not do this"));
    }

    private Response refuse(
            String detail, String challenge, HttpHeaders headers, UriInfo uri, jakarta.ws.rs.core.Request request) {
        boolean browser = request.getMethod().equals("GET")
                && headers.getAcceptableMediaTypes().contains(MediaType.TEXT_HTML_TYPE);
        if (browser && loginPath.isPresent()) {
            String next = URLEncoder.encode(uri.getRequestUri().getRawPath(), StandardCharsets.UTF_8);
            return Response.seeOther(URI.create(loginPath.get() + "?next=" + next))
                    .build();
        }
        return Problems.builder(Problem.of(401, "unauthenticated", detail))
                .header(HttpHeaders.WWW_AUTHENTICATE, challenge)
                .build();
    }
}
