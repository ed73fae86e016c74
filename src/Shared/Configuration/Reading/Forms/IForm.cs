using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace TenantTokens.Configuration.Reading.Forms;

/// <summary>How a value of one kind stands in the file.</summary>
internal interface IForm
{
    /// <summary>What is allowed, so that it follows "must be".</summary>
    string Allowed { get; }

    /// <summary>The value; false when what stands in the file is not allowed.</summary>
    bool TryRead(JsonElement element, [NotNullWhen(true)] out object? value);

    /// <summary>Whether a message may quote what is not allowed. False where it might be a secret.</summary>
    bool MayShow(JsonElement element) => true;
}
