using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TenantTokens.Local.Engine;

/// <summary>
/// One request of an orchestrator (activity, child or timer) in the form that is recorded and compared on replay. Inputs are hashed, not
/// stored, because the code produces them again.
/// </summary>
internal sealed record AskedStep
{
    private AskedStep(StepKind kind, string name, string text)
    {
        Kind = kind;
        Name = name;
        Text = text;
    }

    public StepKind Kind { get; }

    /// <summary>The activity's or orchestrator's name; empty for a timer.</summary>
    public string Name { get; }

    /// <summary>
    /// The recorded form: one line with fields separated by tabs. Old histories contain it, so it changes by addition only.
    /// </summary>
    public string Text { get; }

    /// <summary>When a timer fires (UTC); the default for other steps.</summary>
    public DateTime Due { get; private init; }

    /// <summary>The instance id of a child; empty for other steps.</summary>
    public string ChildId { get; private init; } = "";

    public static AskedStep Activity(string name, string? inputJson) => new(StepKind.Activity, name, $"A\t{Hash(inputJson)}\t{name}");

    public static AskedStep Timer(DateTime due)
        => new(StepKind.Timer, "", string.Create(CultureInfo.InvariantCulture, $"T\t{due.Ticks}")) { Due = due };

    public static AskedStep Child(string name, string? inputJson, string childId)
        => new(StepKind.Child, name, $"C\t{Hash(inputJson)}\t{name}\t{childId}") { ChildId = childId };

    public static string? Join(IReadOnlyList<PendingStep> steps)
        => steps.Count switch
        {
            0 => null,
            1 => steps[0].Asked.Text,
            _ => string.Join('\n', steps.Select(static step => step.Asked.Text)),
        };

    /// <summary>Describes a recorded line in words.</summary>
    public static string Describe(string text) => text.Split('\t') switch
    {
        ["A", string hash, string name] => $"activity '{name}' with input {hash}",
        ["C", string hash, string name, string childId] => $"child '{name}' as '{childId}' with input {hash}",
        ["T", string ticks] => $"a timer until {new DateTime(long.Parse(ticks, CultureInfo.InvariantCulture), DateTimeKind.Utc):O}",
        _ => $"an unknown step '{text}'",
    };

    private static string Hash(string? inputJson)
        => inputJson is null ? "-" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(inputJson)).AsSpan(0, 16));
}
