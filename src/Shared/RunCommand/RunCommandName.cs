using System.Globalization;
using TenantTokens.Durable;

namespace TenantTokens.RunCommand;

/// <summary>
/// The name of a run command, computed from what it is for: the same attempt always has the same name, so a repeated activity finds the
/// command that is there. 36 characters, the longest that Azure Arc on Linux takes.
/// </summary>
/// <param name="Value"><c>ttr-</c> and 32 lower-case hex digits.</param>
public readonly record struct RunCommandName(string Value)
{
    /// <summary>What the names of all our run commands start with.</summary>
    public const string Prefix = "ttr-";

    /// <summary>The name for one attempt.</summary>
    /// <param name="rotationId">The rotation.</param>
    /// <param name="targetId">The target.</param>
    /// <param name="action">probe, apply or restore.</param>
    /// <param name="generation">The generation that the command carries.</param>
    /// <param name="attempt">1 for the first.</param>
    public static RunCommandName Create(string rotationId, string targetId, string action, long generation, int attempt)
    {
        // Joined with a character that no id holds, so that no two different lists give the same text.
        string joined = string.Join(
            '\n',
            rotationId,
            targetId,
            action,
            generation.ToString(CultureInfo.InvariantCulture),
            attempt.ToString(CultureInfo.InvariantCulture));
        return new RunCommandName(Prefix + ShortHash.From(joined));
    }

    /// <summary>Reads back what <see cref="ToString"/> gave.</summary>
    /// <exception cref="FormatException">It is no name of ours.</exception>
    public static RunCommandName Parse(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Length is 36 && value.StartsWith(Prefix, StringComparison.Ordinal) && value[4..].All(char.IsAsciiHexDigitLower)
            ? new RunCommandName(value)
            : throw new FormatException(
                $"'{value}' is not a run command of this program. Its run commands are named {Prefix} and 32 lower-case hexadecimal"
                    + " digits.");
    }

    /// <inheritdoc />
    public override string ToString() => Value;
}
