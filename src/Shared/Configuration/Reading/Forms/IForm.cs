using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace TenantTokens.Configuration.Reading.Forms;

/// <summary>How a value of one kind is written in the file.</summary>
internal interface IForm
{
    /// <summary>The values that are allowed, worded to follow "must be".</summary>
    string Allowed { get; }

    /// <summary>Reads the value; false when it is not allowed.</summary>
    bool TryRead(JsonElement element, [NotNullWhen(true)] out object? value);

    /// <summary>Whether a message may quote a value that is not allowed. False where it might be a secret.</summary>
    bool MayShow(JsonElement element) => true;
}
