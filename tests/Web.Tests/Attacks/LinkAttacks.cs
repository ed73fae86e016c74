namespace TenantTokens.Web.Tests.Attacks;

/// <summary>With links.</summary>
internal static class LinkAttacks
{
    public static IReadOnlyDictionary<string, AttackRow> Rows { get; } = new Dictionary<string, AttackRow>(StringComparer.Ordinal)
    {
        ["link: the first character of the signature changed"] = new(
            403,
            "link-forged",
            static a => a.UseAsync(a.TokenAsync("alice"), static token => Attack.Flip(token, token.LastIndexOf('.') + 1))),
        ["link: the last character of the signature changed"] = new(
            403,
            "link-forged",
            static a => a.UseAsync(a.TokenAsync("alice"), static token => Attack.Flip(token, token.Length - 1))),
        ["link: a character of what it is bound to changed"] = new(
            403,
            "link-forged",
            static a => a.UseAsync(a.TokenAsync("alice"), static token => Attack.Flip(token, token.IndexOf('.', 2) + 20))),
        ["link: another recipient written into it"] = new(
            403,
            "link-forged",
            static a => a.UseAsync(a.TokenAsync("alice"), static token => Attack.Rewrite(token, "alice", "carol"))),
        ["link: another expiry written into it"] = new(
            403,
            "link-forged",
            static a => a.UseAsync(a.TokenAsync("alice"), static token => Attack.Rewrite(token, "\"expiresAt\":1", "\"expiresAt\":9"))),
        ["link: the signature left out"] = new(
            403,
            "link-forged",
            static a => a.UseAsync(a.TokenAsync("alice"), static token => token[..(token.LastIndexOf('.') + 1)])),
        ["link: cut off by a mail program"] = new(
            403,
            "link-forged",
            static a => a.UseAsync(a.TokenAsync("alice"), static token => token[..^9])),
        ["link: a key id that was never ours"] = new(
            403,
            "link-key-retired",
            static a => a.UseAsync(a.TokenAsync("alice"), static token => $"1.{new string('f', 32)}{token[token.IndexOf('.', 2)..]}")),
        ["link: something that is no token"] = new(
            403,
            "link-forged",
            static a => a.UseAsync(Task.FromResult("<script>alert(1)</script>"), static token => token)),
        ["link: ten thousand characters"] = new(
            403,
            "link-forged",
            static a => a.UseAsync(Task.FromResult(new string('a', 4000)), static token => token)),
        ["link: for another rotation"] = new(
            403,
            "link-other-gate",
            static async a => await a.UseAsync(
                Task.FromResult((await a.App.LinkAsync(a.Other, a.OtherGate, "alice")).Query["?link=".Length..]),
                static token => token)),
        ["link: for another gate of the rotation"] = new(
            403,
            "link-other-gate",
            static async a => await a.UseAsync(
                a.TokenAsync("alice"),
                static token => token,
                a.Path.Replace("finish-1", "finish-2", StringComparison.Ordinal))),
        ["link: the address of a callback used as a page's"] = new(
            403,
            "link-forged",
            static async a => await a.UseAsync(
                Task.FromResult((await a.CallbackAsync("alice")).Query["?link=".Length..]),
                static token => token)),
        ["link: made for the requester"] = new(
            403,
            "link-not-approver",
            static a => a.UseAsync(a.TokenAsync("rachel"), static token => token)),
        ["link: made for the requester in other letters"] = new(
            403,
            "link-not-approver",
            static a => a.UseAsync(a.TokenAsync(" RACHEL"), static token => token)),
        ["link: made for somebody who is no approver"] = new(
            403,
            "link-not-approver",
            static a => a.UseAsync(a.TokenAsync("mallory"), static token => token)),
        ["link: forwarded to somebody else who is signed in"] = new(
            403,
            "link-somebody-else",
            static async a => await a.OpenOnFunctionsAsync(v => v.Bearer(a.Entra.Person("bob")))),
        ["link: forwarded to the requester who is signed in"] = new(
            403,
            "link-somebody-else",
            static async a => await a.OpenOnFunctionsAsync(v => v.Bearer(a.Entra.Person("rachel")))),
        ["link: forwarded to somebody who is not signed in"] = new(
            401,
            "sign-in",
            static async a => await a.OpenOnFunctionsAsync(static v => v.With("X-MS-CLIENT-PRINCIPAL", Attack.Principal("alice")))),
    };
}
