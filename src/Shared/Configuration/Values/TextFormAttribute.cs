using System.ComponentModel.DataAnnotations;

namespace TenantTokens.Configuration.Values;

/// <summary>
/// Defines which texts a setting, or each item of a list, may have. Error messages and docs/policy.md use <see cref="Allowed"/>; the schema
/// uses the other properties, as far as a schema can express them.
/// </summary>
/// <param name="allowed">What is allowed, with its article, to follow "must be".</param>
[AttributeUsage(AttributeTargets.Property)]
public abstract class TextFormAttribute(string allowed) : ValidationAttribute
{
    /// <summary>What is allowed, with its article: <c>a GUID</c>.</summary>
    public string Allowed { get; } = allowed;

    /// <summary>The regular expression of the schema; null when it has none.</summary>
    public string? Pattern { get; protected init; }

    /// <summary>The format of the schema (JSON Schema 2020-12, validation §7.3); null when it has none.</summary>
    public string? Format { get; protected init; }

    /// <summary>The smallest number of characters; null when the schema does not say.</summary>
    public int? MinLength { get; protected init; }

    /// <summary>The largest number of characters; null when the schema does not say.</summary>
    public int? MaxLength { get; protected init; }

    /// <summary>Whether null in the file means the same as leaving the setting out.</summary>
    public bool TakesNull { get; protected init; }

    /// <summary>Whether the text is allowed.</summary>
    public abstract bool Matches(string text);

    /// <summary>Whether a message may quote a text that is not allowed. False where it might be a secret.</summary>
    public virtual bool MayShow(string text) => true;

    /// <summary>Returns the text as it is stored.</summary>
    public virtual string Normalize(string text) => text;

    /// <summary>Whether a value is allowed: null, a text, an address, or a list of texts.</summary>
    public sealed override bool IsValid(object? value) => value switch
    {
        null => true,
        string text => Matches(text),
        Uri address => Matches(address.OriginalString),
        IEnumerable<string> texts => texts.All(Matches),
        _ => false,
    };

    /// <inheritdoc />
    public override string FormatErrorMessage(string name) => $"{name} must be {Allowed}.";
}
