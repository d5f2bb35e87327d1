"""Other right answers to `BatchNorm2D`, in styles that students use."""

import numpy as np


class StepByStep:
    """The backward pass as a graph, node by node."""

    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.running_mean = np.zeros(num_features)
        self.running_var = np.ones(num_features)
        self.eps = eps
        self.momentum = momentum
        self.training = True

    def forward(self, x):
        def wide(v):
            return v.reshape(1, -1, 1, 1)

        axes = (0, 2, 3)
        if self.training:
            mu = np.mean(x, axis=axes)
            m = x.shape[0] * x.shape[2] * x.shape[3]
            var = np.sum((x - wide(mu)) ** 2, axis=axes) / m
            self.running_mean = self.running_mean * (1 - self.momentum) + mu * self.momentum
            self.running_var = self.running_var * (1 - self.momentum) + var * m / (m - 1) * self.momentum
        else:
            mu, var = self.running_mean, self.running_var
        std = np.sqrt(var + self.eps)
        xc = x - wide(mu)
        x_hat = xc / wide(std)
        self.cache = (xc, x_hat, std, self.training)
        return wide(self.gamma) * x_hat + wide(self.beta)

    def backward(self, dout):
        xc, x_hat, std, training = self.cache
        axes = (0, 2, 3)
        self.dbeta = np.sum(dout, axis=axes)
        self.dgamma = np.sum(dout * x_hat, axis=axes)
        dx_hat = dout * self.gamma.reshape(1, -1, 1, 1)
        std = std.reshape(1, -1, 1, 1)
        if not training:
            return dx_hat / std
        m = dout.shape[0] * dout.shape[2] * dout.shape[3]
        dvar = np.sum(dx_hat * xc, axis=axes, keepdims=True) * -0.5 / std**3
        dmu = np.sum(-dx_hat / std, axis=axes, keepdims=True) + dvar * np.mean(-2 * xc, axis=axes, keepdims=True)
        return dx_hat / std + dvar * 2 * xc / m + dmu / m


class Rows:
    """The images as rows of channels, as for a fully connected layer."""

    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.training, self.eps, self.momentum = True, eps, momentum
        self.gamma, self.beta = np.full(num_features, 1.0), np.full(num_features, 0.0)
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        self.shape = x.shape
        rows = np.moveaxis(x, 1, -1).reshape(-1, x.shape[1])
        if self.training:
            mean, var = rows.mean(0), rows.var(0)
            self.running_mean = self.running_mean + self.momentum * (mean - self.running_mean)
            self.running_var = self.running_var + self.momentum * (rows.var(0, ddof=1) - self.running_var)
        else:
            mean, var = self.running_mean, self.running_var
        self.inv = (var + self.eps) ** -0.5
        self.hat, self.batch = (rows - mean) * self.inv, self.training
        return self._back(self.gamma * self.hat + self.beta)

    def _back(self, rows):
        n, c, h, w = self.shape
        return np.moveaxis(rows.reshape(n, h, w, c), -1, 1)

    def backward(self, dout):
        rows = np.moveaxis(dout, 1, -1).reshape(-1, dout.shape[1])
        self.dbeta, self.dgamma = rows.sum(0), (rows * self.hat).sum(0)
        if self.batch:
            rows = rows - rows.mean(0) - self.hat * (rows * self.hat).mean(0)
        return self._back(rows * self.gamma * self.inv)


class ChannelByChannel:
    """A loop over the channels; running statistics changed in place."""

    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.num_features, self.eps, self.momentum, self.training = num_features, eps, momentum, True
        self.gamma, self.beta = np.ones(num_features), np.zeros(num_features)
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        out, self.x = np.zeros(x.shape), x.copy()
        self.means, self.variances, self.mode = np.zeros(self.num_features), np.zeros(self.num_features), self.training
        for c in range(self.num_features):
            if self.training:
                mean, var = x[:, c].mean(), x[:, c].var()
                self.running_mean[c] = (1 - self.momentum) * self.running_mean[c] + self.momentum * mean
                self.running_var[c] = (1 - self.momentum) * self.running_var[c] + self.momentum * x[:, c].var(ddof=1)
            else:
                mean, var = self.running_mean[c], self.running_var[c]
            self.means[c], self.variances[c] = mean, var
            out[:, c] = self.gamma[c] * (x[:, c] - mean) / np.sqrt(var + self.eps) + self.beta[c]
        return out

    def backward(self, dout):
        dx = np.zeros(dout.shape)
        self.dgamma, self.dbeta = np.zeros(self.num_features), np.zeros(self.num_features)
        for c in range(self.num_features):
            root = np.sqrt(self.variances[c] + self.eps)
            hat, d = (self.x[:, c] - self.means[c]) / root, dout[:, c]
            self.dgamma[c], self.dbeta[c] = (d * hat).sum(), d.sum()
            inner = d - d.mean() - hat * (d * hat).mean() if self.mode else d
            dx[:, c] = self.gamma[c] / root * inner
        return dx
