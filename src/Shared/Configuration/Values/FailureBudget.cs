using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TenantTokens.Configuration.Values;

/// <summary>How many targets may fail: a number, or a percentage that is rounded down.</summary>
/// <param name="Value">The number, or the percentage.</param>
/// <param name="IsPercent">Whether it is a percentage.</param>
public readonly record struct FailureBudget(int Value, bool IsPercent)
{
    /// <summary>What is allowed, for messages.</summary>
    public const string Allowed = "a whole number from 0 to 100000, or a percentage from 0% to 100%";

    /// <summary>Nothing may fail.</summary>
    public static FailureBudget None { get; } = new(0, IsPercent: false);

    /// <summary>Reads the form that <see cref="ToString"/> writes: <c>3</c> or <c>5%</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out FailureBudget budget)
    {
        bool isPercent = text is [.., '%'];
        ReadOnlySpan<char> digits = isPercent ? text.AsSpan()[..^1] : text;
        bool isNumber = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int value);
        budget = new(value, isPercent);
        return isNumber && value <= (isPercent ? 100 : 100_000);
    }

    /// <summary>Returns how many of a total may fail.</summary>
    public int Of(int total) => IsPercent ? (int)((long)total * Value / 100) : Value;

    /// <summary>Describes the budget with the total, for messages: <c>2 (5% of 40)</c>.</summary>
    public string Describe(int total)
        => string.Create(CultureInfo.InvariantCulture, $"{Of(total)}{(IsPercent ? $" ({this} of {total})" : "")}");

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value}{(IsPercent ? "%" : "")}");
}
