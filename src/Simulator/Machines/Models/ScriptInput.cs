using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace TenantTokens.Simulator.Machines.Models;

/// <summary>
/// A host script's parameters, with the script's checks (docs/hosts.md#in-which-order). It is not a record, because ToString would show the
/// token.
/// </summary>
internal sealed partial class ScriptInput
{
    private ScriptInput(IReadOnlyDictionary<string, string> variables)
    {
        // A value that is not allowed is not repeated in the report.
        Action = Text(variables, "ACTION") is "probe" or "apply" or "restore" ? variables["ACTION"] : "";
        Component = Action is not "" && Text(variables, "COMPONENT") is ("activegate" or "oneagent") ? variables["COMPONENT"] : "";
        Environment = Text(variables, "ENVIRONMENT_ID");
        Rotation = Text(variables, "ROTATION_ID");
        Generation = Number(variables, "GENERATION");
        NotAfter = Number(variables, "NOT_AFTER");
        Guard = TimeSpan.FromSeconds(Number(variables, "GUARD_S") ?? 600);
        Token = Text(variables, Action is "apply" ? "NEW_TOKEN" : "OLD_TOKEN");
        Source = Text(variables, Action is "apply" ? "OLD_FINGERPRINT" : "NEW_FINGERPRINT");
    }

    public string Action { get; }

    public string Component { get; }

    public string Environment { get; }

    public string Rotation { get; }

    public long? Generation { get; }

    /// <summary>In Unix seconds by the host's clock; null when not given.</summary>
    public long? NotAfter { get; }

    /// <summary>In real time: the policy for this world is already scaled.</summary>
    public TimeSpan Guard { get; }

    /// <summary>The token that apply or restore writes.</summary>
    public string Token { get; }

    /// <summary>The fingerprint of the token that may be replaced.</summary>
    public string Source { get; }

    public bool IsProbe => Action is "probe";

    public bool IsApply => Action is "apply";

    /// <summary>Reads the input; for a refusal also its code and message.</summary>
    public static (ScriptInput Input, string? Code, string Message) Read(IReadOnlyDictionary<string, string> variables)
    {
        ScriptInput input = new(variables);
        string? bad = input switch
        {
            { Action: "" } => "ACTION is missing or not allowed: probe, apply or restore.",
            { Component: "" } => "COMPONENT is missing or not allowed: activegate or oneagent.",
            _ when !Id().IsMatch(input.Environment)
                => "ENVIRONMENT_ID is missing or not allowed: 1 to 100 letters, digits, '.', '_' or '-'.",
            _ when !Id().IsMatch(input.Rotation) => "ROTATION_ID is missing or not allowed: 1 to 100 letters, digits, '.', '_' or '-'.",
            _ when input.Guard < TimeSpan.FromSeconds(1) || input.Guard > TimeSpan.FromDays(1)
                => "GUARD_S is missing or not allowed: a whole number from 1 to 86400.",
            { IsProbe: true } => null,
            { Generation: null } => "GENERATION is missing or not allowed: a whole number from 0 to 9223372036854775807.",
            { NotAfter: null } => "NOT_AFTER is missing or not allowed: a whole number from 0 to 9223372036854775807.",
            _ when !Print().IsMatch(input.Source)
                => $"{(input.IsApply ? "OLD" : "NEW")}_FINGERPRINT is missing or not allowed: 16 hex digits in lower case.",
            _ => null,
        };
        return bad is not null ? (input, "bad-input", bad)
            : input.IsProbe || TokenShape().IsMatch(input.Token) ? (input, null, "")
            : (input, "bad-token", "The token is missing or no tenant token: 8 to 256 letters, digits, '.', '_' or '-' are allowed.");
    }

    /// <summary>Returns the fingerprint of a token in this rotation (docs/invariants.md#i8).</summary>
    public string Fingerprint(string token)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Rotation}:{token}")))[..16];

    private static string Text(IReadOnlyDictionary<string, string> variables, string name) => variables.GetValueOrDefault(name) ?? "";

    private static long? Number(IReadOnlyDictionary<string, string> variables, string name)
        => long.TryParse(Text(variables, name), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"\A[0-9a-f]{16}\z")]
    private static partial Regex Print();

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{8,256}\z")]
    private static partial Regex TokenShape();
}
