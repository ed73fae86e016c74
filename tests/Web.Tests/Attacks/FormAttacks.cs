using System.Text;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests.Attacks;

/// <summary>With the form of a page, from that page or from another site.</summary>
internal static class FormAttacks
{
    public static IReadOnlyDictionary<string, AttackRow> Rows { get; } = new Dictionary<string, AttackRow>(StringComparer.Ordinal)
    {
        ["vote: the plan of yesterday"] = new(
            409,
            "vote-refused",
            static a => a.DecideAsync("alice", static form => form["planHash"] = "fedcba9876543210")),
        ["vote: no plan at all"] = new(400, "plan-hash", static a => a.DecideAsync("alice", static form => form.Remove("planHash"))),
        ["vote: a choice that this gate does not have"] = new(
            400,
            "choice",
            static a => a.DecideAsync("alice", static form => form["choice"] = "GoForward")),
        ["vote: a choice by its number"] = new(400, "choice", static a => a.DecideAsync("alice", static form => form["choice"] = "0")),
        ["vote: a comment of sixteen thousand characters"] = new(
            400,
            "comment",
            static a => a.DecideAsync("alice", static form => form["comment"] = new string('a', 16000))),

        ["csrf: no proof in the form"] = new(
            400,
            "antiforgery",
            static a => a.DecideAsync("alice", static form => form.Remove("antiforgery"))),
        ["csrf: an invented proof"] = new(
            400,
            "antiforgery",
            static a => a.DecideAsync("alice", static form => form["antiforgery"] = "CfDJ8AAAA")),
        ["csrf: the proof of another browser"] = new(400, "antiforgery", static async a =>
        {
            using Visitor other = a.Visit();
            string proof = (await other.GetAsync(await a.LinkAsync("bob"))).Fields["antiforgery"];
            return await a.DecideAsync("alice", form => form["antiforgery"] = proof);
        }),
        ["csrf: the proof of another gate"] = new(400, "antiforgery", static async a =>
        {
            using Visitor alice = a.Visit();
            string proof = (await alice.GetAsync(await a.App.LinkAsync(a.Other, a.OtherGate, "alice"))).Fields["antiforgery"];
            return await alice.DecideAsync(await a.LinkAsync("alice"), "Approve", form => form["antiforgery"] = proof);
        }),
        ["csrf: a form that a browser says is from another site"] = new(403, "cross-site", static async a =>
        {
            using Visitor alice = a.Visit();
            Dictionary<string, string> form = (await alice.GetAsync(await a.LinkAsync("alice"))).Fields;
            form["choice"] = "Approve";
            return await alice.With("Sec-Fetch-Site", "cross-site").PostAsync(a.Path, new FormUrlEncodedContent(form));
        }),
        ["csrf: a form sent to the API"] = new(
            415,
            "content-type",
            static a => a.Key(WebRoles.Emergency).PostAsync("/api/rotations", new FormUrlEncodedContent([new("emergency", "true")]))),
        ["csrf: text that looks like JSON sent to the API"] = new(
            415,
            "content-type",
            static a => a.Key(WebRoles.Emergency)
                .PostAsync(a.Commands, new StringContent("{\"command\":\"Abort\"}", Encoding.UTF8, "text/plain"))),
    };
}
