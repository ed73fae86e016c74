using TenantTokens.Web.Identity;

namespace TenantTokens.Web.Tests.Attacks;

/// <summary>By saying that one is somebody.</summary>
internal static class IdentityAttacks
{
    public static IReadOnlyDictionary<string, AttackRow> Rows { get; } = new Dictionary<string, AttackRow>(StringComparer.Ordinal)
    {
        ["identity: nobody reads the list"] = new(401, "sign-in", static a => a.Visit().GetAsync("/api/rotations")),
        ["identity: nobody opens a gate's page"] = new(401, "sign-in", static a => a.Visit().GetAsync(a.Path)),
        ["identity: nobody opens a gate's page with HEAD"] = new(401, "sign-in", static a => a.Visit().SendAsync(HttpMethod.Head, a.Path))
        {
            HasBody = false,
        },
        ["identity: nobody starts a rotation"] = new(
            401,
            "sign-in",
            static a => a.Visit().PostJsonAsync("/api/rotations", new { emergency = true, reason = "now", environment = "sim00001" })),
        ["identity: the platform's header forged, without a token"] = new(
            401,
            "sign-in",
            static a => a.Visit().With("X-MS-CLIENT-PRINCIPAL", Attack.Principal("alice")).PostJsonAsync(a.Decisions, a.Decision)),
        ["identity: the header forged, with an empty token"] = new(
            401,
            "sign-in",
            static a => a.Visit()
                .With("X-MS-CLIENT-PRINCIPAL", Attack.Principal("alice"))
                .With("X-MS-TOKEN-AAD-ID-TOKEN", "")
                .PostJsonAsync(a.Decisions, a.Decision)),
        ["identity: the header forged, beside a true token of somebody else"] = new(
            403,
            "not-an-approver",
            static a => a.Visit()
                .With("X-MS-CLIENT-PRINCIPAL", Attack.Principal("alice"))
                .With("X-MS-TOKEN-AAD-ID-TOKEN", a.Entra.Person("mallory"))
                .PostJsonAsync(a.Decisions, a.Decision)),
        ["identity: a token of another key"] = new(
            401,
            "sign-in",
            static a => a.WithTokenAsync(a.Entra.Person("alice", signedByStranger: true))),
        ["identity: a token of another tenant"] = new(
            401,
            "sign-in",
            static a => a.WithTokenAsync(
                a.Entra.Person("alice", issuer: "https://login.microsoftonline.com/99999999-9999-9999-9999-999999999999/v2.0"))),
        ["identity: a token for another app"] = new(
            401,
            "sign-in",
            static a => a.WithTokenAsync(a.Entra.Person("alice", audience: "99999999-9999-9999-9999-999999999999"))),
        ["identity: a token whose time is over"] = new(
            401,
            "sign-in",
            static a => a.WithTokenAsync(a.Entra.Person("alice", expires: TenantTokens.Testing.Builders.Some.Now.AddMinutes(-10)))),
        ["identity: a token that nobody signed"] = new(
            401,
            "sign-in",
            static a => a.WithTokenAsync(Attack.Unsigned(a.Entra.Person("alice")))),
        ["identity: an approver without the role"] = new(
            403,
            "not-allowed",
            static a => a.WithTokenAsync(a.Entra.Person("alice", roles: "Reader"))),
        ["identity: the requester, signed in"] = new(403, "not-an-approver", static a => a.WithTokenAsync(a.Entra.Person("Rachel"))),
        ["identity: an application that is no person"] = new(
            403,
            "not-allowed",
            static a => a.WithTokenAsync(a.Entra.Application("44444444-4444-4444-4444-444444444444", "Approver"))),
        ["identity: an API key decides"] = new(
            403,
            "not-allowed",
            static a => a.Key(WebRoles.Emergency).PostJsonAsync(a.Decisions, a.Decision)),
        ["identity: an API key says that it is alice"] = new(
            403,
            "responder",
            static a => a.Key(WebRoles.Emergency).PostJsonAsync(a.Decisions, a.Answer("alice"))),
        ["identity: an invented API key"] = new(
            401,
            "sign-in",
            static a => a.Visit().Bearer($"ttk_{new string('A', 43)}").PostJsonAsync(a.Commands, new { command = "Abort" })),
        ["identity: a cookie that we did not seal"] = new(
            401,
            "sign-in",
            static a => a.Visit().With("Cookie", "tenant-token-session=8|9999999999").GetAsync("/")),
        ["identity: a reader's key gives a command"] = new(
            403,
            "not-allowed",
            static a => a.Key(WebRoles.Reader).PostJsonAsync(a.Commands, new { command = "Pause" })),
        ["identity: an operator's key escalates"] = new(
            403,
            "not-allowed",
            static a => a.Key(WebRoles.Operator).PostJsonAsync(a.Commands, new { command = "Escalate", reason = "now" })),
        ["identity: an operator's key starts an emergency"] = new(
            403,
            "not-allowed",
            static a => a.Key(WebRoles.Operator)
                .PostJsonAsync("/api/rotations", new { emergency = true, reason = "now", environment = "sim00001" })),
    };
}
