using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Words;
using TenantTokens.Surfaces;

namespace TenantTokens.Local.Following;

/// <summary>Writes the state of a rotation, and what may be done about it, in plain lines.</summary>
internal static class StatusText
{
    /// <summary>Writes what is going on, which tokens are valid, what the rotation waits for, and the commands that it accepts.</summary>
    public static void Write(TerminalWriter output, RotationSnapshot snapshot, DateTimeOffset now)
    {
        RotationWords words = RotationWords.From(snapshot, now);
        output.WriteLine(
            $"{snapshot.Rotation.RotationId} of {snapshot.Rotation.EnvironmentId}, requested by {snapshot.Rotation.RequestedBy}");
        output.WriteLine($"{words.Now.TrimEnd('.')}.");
        if (snapshot.Gate is not null)
        {
            GateText.Write(output, snapshot, now);
        }
        else
        {
            output.WriteLine($"{words.Tokens} {words.Waits}");
        }

        IReadOnlyList<OperatorCommandKind> allowed = OperatorCommandRules.Allowed(snapshot.Rotation);
        output.WriteLine($"Allowed now: {(allowed.Count == 0 ? "nothing" : string.Join(", ", allowed))}");
    }
}
